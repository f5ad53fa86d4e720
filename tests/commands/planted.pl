# SPDX-License-Identifier: MulanPSL-2.0
# planted.pl — deliveries in which each field of each kind of record, and each column of its tables,
# holds in turn a private value of each form that stands nowhere else.
#
#   perl planted.pl FOLDER    reads generator/intake; writes
#     FOLDER/KIND.jsonl       a record for each of them
#     FOLDER/a-decided.jsonl  the decisions that the events are about
#     FOLDER/harmless.jsonl   a record of each kind with a harmless word in every text instead
#     FOLDER/planted          value, kind, field, form, type, exposure, line; one a line
#     FOLDER/words            the harmless words: word, kind, field
#
# All persons and numbers are made up.
use strict;
use warnings;

my $folder = $ARGV[0];
my (@kinds, %columns);

sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return <$f> }
sub unquoted { my $s = shift; $s =~ s/\\"/"/g; return $s }

for (split /\n/, slurp('generator/intake/columns.def')) {
    push @{$columns{$1}}, $2 if /^COLUMN\((\w+), (\w+), /;
}
for (split /\n/, slurp('generator/intake/record.def')) {
    push @kinds, {name => $1, number => $2, fields => []} if /^KIND\((\w+), "\w+", \w+, (\w+), /;
    next unless /^FIELD\(\w+, (\w+), (\w+), \w+, (\w+), (\w+), "[^"]*", "[^"]*", "(.*)"\)$/;
    push @{$kinds[-1]{fields}}, {type => $1, name => $2, exposure => $3, of => $4, example => unquoted($5)};
}

# What the examples lack to be published: a tidy course, and who has to say yes.
my $filed = '[{"step":"备案","authority":"青原市司法局","document":"青司备〔2025〕3号","date":"2025-01-10"}]';
my %tidy = (
    'decision.steps' => '[' . join(',', map {"{\"step\":\"$_\",\"by\":\"承办人甲\",\"date\":\"2026-03-02\"}"}
            qw(初审 审签 法制审核 决定)) . ']',
    'guide.approvals' => $filed,
    'flowchart.approvals' => $filed,
);
for my $k (@kinds) {
    $_->{example} = $tidy{"$k->{name}.$_->{name}"} // $_->{example} for @{$k->{fields}};
}

# ---- private values, each once ----

my $made = 0;
my @surnames = qw(宗 戚 窦 裴 卞 祁 甄 聂 郁 骆 邵 柴 谌 蔺 鄢 岑 阮 晏 庞 辛);
my @firsts = qw(庆 志 建 国 永 海 玉 春 秀 文 德 宝 金 立 万 景 学 明 桂 家);
my @lasts = qw(柱 祥 奎 魁 岭 莲 芬 凤 峰 斌 彪 权 坤 堂 仓 锁 芝 娥 霞 栓);

my %form = (
    identity => sub {
        my @weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
        my $body = sprintf '130503%04d%02d%02d%03d', 1950 + $_[0] % 50, 1 + $_[0] % 12, 1 + $_[0] % 28, $_[0] % 1000;
        my $sum = 0;
        $sum += $weights[$_] * substr $body, $_, 1 for 0 .. 16;
        return $body . substr '10X98765432', $sum % 11, 1;
    },
    mobile => sub { sprintf '1396%07d', 2000000 + 1237 * $_[0] },
    card => sub {
        my $body = sprintf '621700013000%06d', 100000 + 131 * $_[0];
        my $sum = 0;
        for (0 .. length($body) - 1) {
            my $digit = substr $body, length($body) - 1 - $_, 1;
            $digit *= 2 if $_ % 2 == 0;
            $sum += $digit > 9 ? $digit - 9 : $digit;
        }
        return $body . (10 - $sum % 10) % 10;
    },
    plate => sub { sprintf '冀%s%05d', substr('ABCDEFGHJK', $_[0] % 10, 1), 10007 + 17 * $_[0] },
    mail => sub { sprintf 'hua%05d@example.com', 10000 + $_[0] },
    address => sub { sprintf '柳林胡同%d号院%d号楼2单元%d室', 100 + $_[0], 1 + $_[0] % 9, 301 + $_[0] % 600 },
    name => sub { join '', $surnames[$_[0] % 20], $firsts[$_[0] / 20 % 20], $lasts[$_[0] / 400 % 20] },
);
my @forms = sort keys %form;

# As a text has it.
my %said = (
    identity => '身份证号码%s', mobile => '联系电话%s', card => '银行账号%s', plate => '车牌号%s',
    mail => '电子邮箱%s', address => '家住青原市桥东区%s', name => '证人%s',
);

# ---- records ----

sub json {
    my $s = shift;
    $s =~ s/([\\"])/\\$1/g;
    return "\"$s\"";
}

sub value_of {
    my $f = shift;
    return $f->{example} if $f->{type} =~ /^(?:rows|money|whole)$/;
    return json($f->{example});
}

my %person = (
    party => '岳小满', party_type => '自然人', target => '岳小满', party_id => '110101199003078371',
    party_id_type => '身份证', party_phone => '13900000001', party_uscc => undef,
    registration_number => undef, organisation_code => undef, tax_number => undef,
    institution_number => undef, society_number => undef, representative => undef,
    representative_id => undef, representative_id_type => undef, confiscated => undef, claimed => undef, claimed_at => undef,
    claim_evidence => undef, claim_approver => undef, release_order => undef, attachments => undef,
    photo => undef, picture => undef, id_number => '110101199003078371', publicity_clause => undef, publicity_approver => undef,
);

my $lines = 0;

# The example, made another number than all others.
sub number_of {
    my $n = 7000 + $lines;
    my $s = shift;
    return $s =~ s/\d+(\D*)$/$n$1/r if $s =~ /\d/;
    return "$s-" . join '', map { chr 97 + $_ } split //, $n;
}

# One record of the kind with what %with says, in place of the examples.
sub record {
    my ($out, $k, %with) = @_;
    my @members = ('"kind":' . json($k->{name}));
    for my $f (@{$k->{fields}}) {
        my $name = $f->{name};
        my $value = exists $with{$name} ? $with{$name}
            : $name eq $k->{number} ? json(number_of($f->{example}))
            : exists $person{$name} ? (defined $person{$name} ? json($person{$name}) : undef)
            : value_of($f);
        push @members, json($name) . ':' . $value if defined $value;
    }
    print $out '{', join(',', @members), "}\n";
    $lines++;
}

# What an event is about: the decision that it withdraws, taken in before it.
sub decide {
    my ($out, $number) = @_;
    my ($decision) = grep { $_->{name} eq 'decision' } @kinds;
    record($out, $decision, document_number => json($number));
}

open my $table, '>', "$folder/planted" or die;

my ($decided, %line);

# The value in its field, or in the column of its field's table.
sub placed {
    my ($f, $column, $text) = @_;
    my $value = json($text);
    return $value unless defined $column;
    return $f->{example} =~ /"\Q$column\E":/
        ? $f->{example} =~ s/("\Q$column\E":)"[^"]*"/$1$value/r
        : $f->{example} =~ s/\}/,"$column":$value}/r;
}

# What else the record must hold: the decision of an event, the person whose value it is.
sub beside {
    my ($k, $f, $form, $raw) = @_;
    if ($k->{name} eq 'event') {
        my $number = $f->{name} eq 'document_number' ? $raw : number_of('青市监罚〔2026〕1号');
        decide($decided, $number);
        return (document_number => json($number));
    }
    return (persons => "[{\"role\":\"证人\",\"name\":\"$raw\"}]") if $form eq 'told-name';
    return (persons => "[{\"role\":\"证人\",\"address\":\"青原市桥东区$raw\"}]") if $form eq 'told-address';
    return ();
}

sub plant {
    my ($out, $k, $f, $column) = @_;
    my $tells = grep { $_->{name} eq 'persons' } @{$k->{fields}};
    for my $form (@forms, $tells && $f->{name} ne 'persons' ? qw(told-name told-address) : ()) {
        my $plain = $form =~ s/^told-//r;
        my $raw = $form{$plain}->($made++);
        my $whole = $plain eq 'address' ? "青原市桥东区$raw" : $raw;
        my $prose = $f->{type} eq 'lines' || $f->{exposure} eq 'FREE';
        my $text = $prose ? "$f->{example}，" . sprintf($said{$plain}, $raw) . '。' : $whole;
        record($out, $k, beside($k, $f, $form, $raw), $f->{name} => placed($f, $column, $text));
        print $table join("\t", $raw, $k->{name}, $f->{name} . (defined $column ? ".$column" : ''), $form,
            $f->{type}, $f->{exposure}, ++$line{$k->{name}}), "\n";
    }
}

sub columns_of {
    my $f = shift;
    return $f->{type} eq 'rows' ? @{$columns{$f->{of}}} : (undef);
}

open $decided, '>', "$folder/a-decided.jsonl" or die;
for my $k (@kinds) {
    open my $out, '>', "$folder/$k->{name}.jsonl" or die;
    for my $f (@{$k->{fields}}) { plant($out, $k, $f, $_) for columns_of($f) }
    close $out;
}

# ---- the same with words that nobody hides ----

my $word = 0;
open my $words, '>', "$folder/words" or die;
open my $harmless, '>', "$folder/harmless.jsonl" or die;

sub mark {
    my ($k, $f) = @_;
    my $marked = sprintf '标%04d记', ++$word;
    print $words join("\t", $marked, $k->{name}, $_[2] // $f->{name}), "\n";
    return $marked;
}

for my $k (@kinds) {
    my %with;
    for my $f (@{$k->{fields}}) {
        next if $f->{type} =~ /^(?:day|money|whole|term|uscc)$/ || $f->{name} eq 'agency' || $f->{name} =~ /^claim/;
        if ($f->{type} eq 'rows') {
            $with{$f->{name}} = '[{' . join(',', map {
                json($_) . ':' . json($_ eq 'role' ? '证人' : mark($k, $f, "$f->{name}.$_")) } columns_of($f)) . '}]';
        } else {
            $with{$f->{name}} = json(mark($k, $f));
        }
    }
    record($harmless, $k, %with);
}
