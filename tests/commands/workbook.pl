# SPDX-License-Identifier: MulanPSL-2.0
# workbook.pl FORM OUT — makes a workbook of the tab-separated rows on standard input: FORM is xls,
# xlsx, spreadsheetml or xml. Cells that look like 2026-03-02 become dates of the workbook's kind,
# amounts become numbers. For tests only.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Time::Local qw(timegm);

my ($form, $out) = @ARGV;
my @rows = map { chomp; [split /\t/, $_, -1] } <STDIN>;

sub serial { my ($y, $m, $d) = @_; return timegm(0, 0, 0, $d, $m - 1, $y) / 86400 + 25569 }

sub escape { my ($s) = @_; $s =~ s/&/&amp;/g; $s =~ s/</&lt;/g; $s =~ s/"/&quot;/g; return $s }

# text, number or day, and the value
sub typed {
    my ($cell, $row) = @_;
    return ('day', serial($1, $2, $3)) if $cell =~ /^(\d{4})-(\d\d)-(\d\d)$/;
    return ('number', $cell) if $row > 0 && $cell =~ /^\d{1,9}(\.\d+)?$/;
    return ('text', $cell);
}

sub each_cell {
    my ($take) = @_;
    for my $r (0 .. $#rows) {
        for my $c (0 .. $#{$rows[$r]}) {
            next if $rows[$r][$c] eq '';
            $take->($r, $c, typed($rows[$r][$c], $r));
        }
    }
}

if ($form eq 'xls') {
    require Spreadsheet::WriteExcel;
    my $book = Spreadsheet::WriteExcel->new($out) or die $!;
    my $sheet = $book->add_worksheet('Sheet1');
    my $day = $book->add_format(num_format => 'yyyy-mm-dd');
    each_cell(sub {
        my ($r, $c, $type, $v) = @_;
        $type eq 'text' ? $sheet->write_string($r, $c, $v)
            : $sheet->write_number($r, $c, $v, $type eq 'day' ? $day : undef);
    });
    $book->close;
} elsif ($form eq 'xlsx') {
    require IO::Compress::Zip;
    my (%shared, @shared);
    my $sheet = '<worksheet><sheetData>';
    my $last = -1;
    each_cell(sub {
        my ($r, $c, $type, $v) = @_;
        $sheet .= ($last >= 0 ? '</row>' : '') . '<row r="' . ($r + 1) . '">' if $r != $last;
        $last = $r;
        if ($type eq 'text') {
            push @shared, $v unless exists $shared{$v};
            $shared{$v} //= $#shared;
            $v = $shared{$v};
        }
        my $ref = ($c > 25 ? chr(64 + int($c / 26)) : '') . chr(65 + $c % 26) . ($r + 1);
        $sheet .= "<c r=\"$ref\"" . ($type eq 'text' ? ' t="s"' : $type eq 'day' ? ' s="1"' : '') . "><v>$v</v></c>";
    });
    $sheet .= '</row></sheetData></worksheet>';
    my $type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    my @parts = (
        ['[Content_Types].xml', '<Types/>'],
        ['_rels/.rels', "<Relationships><Relationship Id=\"rId1\" Type=\"$type/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"],
        ['xl/workbook.xml', '<workbook xmlns:r="r"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'],
        ['xl/_rels/workbook.xml.rels', "<Relationships><Relationship Id=\"rId1\" Type=\"$type/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"$type/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"$type/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"],
        ['xl/styles.xml', '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'],
        ['xl/sharedStrings.xml', '<sst>' . join('', map { '<si><t>' . escape($_) . '</t></si>' } @shared) . '</sst>'],
        ['xl/worksheets/sheet1.xml', $sheet]);
    my $zip;
    for my $part (@parts) {
        my ($name, $bytes) = @$part;
        utf8::encode($bytes);
        if (!defined $zip) {
            $zip = IO::Compress::Zip->new($out, Name => $name) or die;
        } else {
            $zip->newStream(Name => $name);
        }
        $zip->print($bytes);
    }
    $zip->close;
} elsif ($form eq 'spreadsheetml') {
    open my $file, '>:encoding(UTF-8)', $out or die $!;
    print $file '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>';
    my $last = -1;
    each_cell(sub {
        my ($r, $c, $type, $v) = @_;
        print $file ($last >= 0 ? '</Row>' : ''), '<Row ss:Index="', $r + 1, '">' if $r != $last;
        $last = $r;
        my %name = (text => 'String', number => 'Number', day => 'DateTime');
        $v = $type eq 'day' ? "$rows[$r][$c]T00:00:00.000" : escape($v);
        print $file '<Cell ss:Index="', $c + 1, "\"><Data ss:Type=\"$name{$type}\">$v</Data></Cell>";
    });
    print $file '</Row></Table></Worksheet></Workbook>';
    close $file or die $!;
} elsif ($form eq 'xml') {
    open my $file, '>:encoding(UTF-8)', $out or die $!;
    print $file "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<导出><列表>\n";
    for my $r (1 .. $#rows) {
        print $file '<案件>';
        for my $c (0 .. $#{$rows[$r]}) {
            next if $rows[$r][$c] eq '';
            print $file "<$rows[0][$c]>", escape($rows[$r][$c]), "</$rows[0][$c]>";
        }
        print $file "</案件>\n";
    }
    print $file "</列表></导出>\n";
    close $file or die $!;
} else {
    die "workbook.pl: no form $form\n";
}
