# SPDX-License-Identifier: MulanPSL-2.0
# displayed.pl PUBLIC DUMP — whatever a page says of its record or article is in the search index (DUMP: tests/search/dump). What frames it is not:
# the words of the templates, which stand on many pages of a kind, what is reckoned for the page, and where it is. Names what is missing.
use strict;
use warnings;
use utf8;
use JSON::PP;
use Unicode::Normalize;
binmode STDOUT, ':encoding(UTF-8)';

my ($public, $dump) = @ARGV;
sub fold { my $s = lc NFKC($_[0]); $s =~ s/\s+//g; $s =~ tr/〔〕/()/; $s }

my $words = do { local $/; open my $f, '<:encoding(UTF-8)', 'templates/words/zh-CN.ini' or die $!; fold <$f> };
# Reckoned from what is indexed, from policy tables or from site.conf; addresses; how to cite and correct the page.
my $framing = qr{^(注明|https?:|公示至|自\d|为\d{4}-|本页于|现|经过听证|经过集体讨论|已过期|收到决定书之日起|计划.*的全部任务|所引《|由《|数到第|共\d)|^\d{4}-\d\d-\d\d($|公示|送达|\d\d:\d\d$)|作出决定$|的职责自|^第\d+个工作日};

open my $in, '<', $dump or die "$dump: $!";
my @documents = map { decode_json $_ } <$in>;
my %says = map { $_->{path} => join "\0", map { fold $_ } $_->{title}, map { @$_ } @{ $_->{texts} } } @documents;

# What became of a decision is a record of its own, which its page repeats.
my $events = join "\0", map { $_->{kind} eq 'event' ? $says{ $_->{path} } : () } @documents;

my (%pages, %lacking);
for my $d (@documents) {
    open my $page, '<:encoding(UTF-8)', "$public/$d->{path}" or die "$d->{path}: $!";
    my ($main) = do { local $/; <$page> } =~ m{<main\b(.*)</main>}s or die "$d->{path}: no main";
    $main =~ s{<(script|style|svg)\b.*?</\1>}{}gs;
    my $said = $says{ $d->{path} } . ($d->{kind} eq 'decision' ? $events : '');
    my %seen;
    for my $piece (split /<[^>]*>|[（），；：。、]|→/, $main) {
        $piece =~ s/&(amp|lt|gt|quot|#39);/{amp => '&', lt => '<', gt => '>', quot => '"', '#39' => "'"}->{$1}/ge;
        my $f = fold $piece;
        $f =~ s/^\d+(?=\D)// if $d->{kind} eq 'flowchart'; # the step's number
        next if length $f < 2 || index($said, $f) >= 0 || index($words, $f) >= 0 || $f =~ $framing || $seen{$f}++;
        push @{ $lacking{ $d->{kind} }{$f} }, $d->{path};
    }
    $pages{ $d->{kind} }++;
}
my $bad = 0;
for my $kind (sort keys %lacking) {
    for my $piece (sort keys %{ $lacking{$kind} }) {
        my @where = @{ $lacking{$kind}{$piece} };
        next if @where >= 3 && @where * 8 >= $pages{$kind};
        print "$where[0]: not in the index: $piece\n";
        $bad = 1;
    }
}
exit $bad;
