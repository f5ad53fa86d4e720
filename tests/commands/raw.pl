# SPDX-License-Identifier: MulanPSL-2.0
# raw.pl — which of the values that planted.pl made stand in files, and may not.
#
#   perl raw.pl PLANTED PATH…    prints path, kind, field and form of each, never the value; ends with
#                                1 if there is one. Last line: how many stand where they may.
#
# Folders are walked; gzip files and XLSX workbooks are opened.
use strict;
use warnings;
use File::Find;

my ($planted, @paths) = @ARGV;
my %of;
open my $table, '<', $planted or die "$planted: $!";
while (<$table>) {
    chomp;
    my ($value, @rest) = split /\t/;
    $of{$value} = \@rest;
}
my $any = join '|', map { quotemeta } sort keys %of;
$any = qr/$any/;

# What is public as it stands: nobody told that it is somebody's, and its form does not. Agencies tell
# how to reach them. An amount is one, whatever its figures. An officer is one, whatever else he is.
my $lists = qr/^(?:agency|matter|check_item|officer|guide|flowchart|recording_item|review_item|document|window)$/;

sub may_stand {
    my ($kind, $field, $form, $type, $exposure) = @_;
    return 1 if $exposure eq 'OPEN' && $form =~ /^(?:name|address)$/;
    return 1 if $kind =~ $lists && ($type eq 'lines' || $field =~ /(?:phone|complaints)$/) && $form =~ /^(?:mobile|mail)$/;
    return 1 if $type eq 'money' && $form eq 'mobile';
    return 1 if $field eq 'officers.name' && $form eq 'told-name';
    # The name of a 科室, for the staff's own figures.
    return $field eq 'department' && $type eq 'text' && $form =~ /^(?:told-)?(?:name|address)$/;
}

sub bytes_of {
    my $path = shift;
    open my $f, '<:raw', $path or die "$path: $!";
    local $/;
    my $bytes = <$f>;
    return $bytes unless $path =~ /\.(?:gz|xlsx|zip)$/;
    open my $in, '-|', $path =~ /gz$/ ? ('gzip', '-dc', $path) : ('unzip', '-p', $path) or die;
    my $inner = <$in>;
    die "$path: nothing in it" unless length $inner;
    return $bytes . $inner;
}

my ($wrong, %seen);

sub search {
    my ($path, $bytes, $previews) = @_;
    my %here;
    while ($bytes =~ /($any)/g) { $here{$1} = 1 }
    for my $value (sort keys %here) {
        my $what = $of{$value};
        $seen{$value} = 1;
        next if may_stand(@$what) || ($previews && $what->[4] ne 'SECRET');
        print join("\t", $path, @$what[0 .. 2]), "\n";
        $wrong++;
    }
}

# What a preview of the report compares is the staff's: the texts themselves, for a clerk to decide;
# but nothing of a field that is never public.
sub look {
    my $path = shift;
    my $bytes = bytes_of($path);
    my $at = $path =~ /report\/index\.html$/ ? index($bytes, '<h2 id="previews">')
        : $path =~ /report\/report\.json$/ ? index($bytes, '"previews": [')
        : $path =~ /previews\.xml$/ ? 0 : length $bytes;
    die "$path: no previews" if $at < 0;
    search($path, substr($bytes, 0, $at), 0);
    search($path, substr($bytes, $at), 1);
}

find({wanted => sub { look($_) if -f $_ }, no_chdir => 1}, @paths);
print scalar(keys %seen), "\n";
exit($wrong ? 1 : 0);
