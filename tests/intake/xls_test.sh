#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# xls_test.sh — legacy workbooks: hidden sheets are left out, merged cells stand for all their rows,
# and a damaged outline harms nothing but that.
. tests/commands/site.sh
perl -MSpreadsheet::WriteExcel -e 1 2>/dev/null || { echo "no Spreadsheet::WriteExcel"; exit 77; }

new_site
book() { # book FILLER: much text makes the table of sectors longer than one sector
    perl -MSpreadsheet::WriteExcel -Mutf8 -e '
        my $book = Spreadsheet::WriteExcel->new($ARGV[0]);
        my $sheet = $book->add_worksheet("三月");
        my @head = ("受理机关", "受理编号", "事项", "状态", "更新日期");
        $sheet->write_string(0, $_, $head[$_]) for 0 .. $#head;
        my $format = $book->add_format;
        $sheet->merge_range(1, 0, 3, 0, "青原市市场监督管理局", $format);
        $sheet->merge_range(1, 2, 2, 2, "食品经营许可", $format);
        $sheet->write_string(3, 2, "药品经营许可");
        for my $r (1 .. 3) {
            $sheet->write_string($r, 1, "QY-$r");
            $sheet->write_string($r, 3, "已受理");
            $sheet->write_string($r, 4, "2026-03-02");
        }
        my $hidden = $book->add_worksheet("旧的");
        $hidden->write_string(0, $_, $head[$_]) for 0 .. $#head;
        $hidden->write_string(1, 1, "QY-9");
        $hidden->hide;
        my $rest = $book->add_worksheet("其他");
        $rest->write_string($_, 0, "说明文字 $_ " . "长" x 60) for 0 .. $ARGV[1];
        $book->close' "$scratch/site/desk/inbox/progress.xls" "$1"
}
for filler in 1 30000; do
    book $filler
    expect 0 "$gongshi" check --site "$scratch/site" --as-of 2026-03-05T09:00
    said '收到 3 =  新增 3'
    warned 'progress.xls[旧的]: note E176'
    warned 'progress.xls[三月]:2: note E194 [SHEET] 数据区有竖向合并的单元格，各行都按它的内容读：A2:A4'
    warned 'C2:C3'
done
run_at 2026-03-05T09:00
for n in 1 2 3; do
    page=$(address_of QY-$n 办件进度)
    [ -f "$scratch/site/public/$page" ] || fail "QY-$n is not on line"
done

# ---- whatever is damaged: its records, or one reason, and the run goes on ----
book 1
mv "$scratch/site/desk/inbox/progress.xls" "$scratch/whole.xls"
perl -e '
    local $/;
    open my $in, "<:raw", $ARGV[0] or die;
    my $whole = <$in>;
    my $seed = 7;
    sub following { $seed = ($seed * 1103515245 + 12345) % 2147483648; return ($seed >> 8) % $_[0] }
    for my $n (1 .. 60) {
        my $bytes = $whole;
        substr($bytes, 512 + following(length($bytes) - 512), 1, chr following(256)) for 1 .. 12;
        $bytes = substr $bytes, 0, following(length $bytes) if $n % 6 == 0;
        open my $out, ">:raw", "$ARGV[1]/progress-$n.xls" or die;
        print $out $bytes;
    }' "$scratch/whole.xls" "$scratch/site/desk/inbox"
status=0
"$gongshi" check --site "$scratch/site" --as-of 2026-03-06T09:00 >"$scratch/out" 2>"$scratch/err" || status=$?
[ $status -eq 0 ] || [ $status -eq 3 ] || fail "exit $status"
sums_add_up "$scratch/out"
echo "a damaged book ended the child: $(grep -c E174 "$scratch/err")"
