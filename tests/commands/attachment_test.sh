#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# attachment_test.sh — documents out of an archive go on line under their digest once staff approved
# it, are checked and rid of nothing: what tells of its maker is refused; they leave with their record.
. tests/commands/site.sh

work=$scratch/work
mkdir -p "$work"

# docx FILE TEXT [AUTHOR] [MORE]: TEXT in runs of three bytes' length, MORE in the body
docx() {
    rm -rf "$work/docx"
    mkdir -p "$work/docx/word" "$work/docx/docProps"
    echo '<Types/>' >"$work/docx/[Content_Types].xml"
    {
        printf '<w:document><w:body><w:p>'
        printf '%s' "$2" | perl -CS -ne 'print map { "<w:r><w:rPr><w:b/></w:rPr><w:t>$_</w:t></w:r>" } /.{1,3}/g'
        printf '</w:p>%s</w:body></w:document>' "${4-}"
    } >"$work/docx/word/document.xml"
    printf '<cp:coreProperties><dc:creator>%s</dc:creator></cp:coreProperties>' "${3-}" >"$work/docx/docProps/core.xml"
    zip_of "$1" "$work/docx"
}
pdf() { # pdf FILE TEXT [INFO]
    cat >"$1" <<PDF
%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 60>>stream
BT /F1 12 Tf 20 200 Td ($2) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
6 0 obj<<${3-}>>endobj
trailer<</Root 1 0 R/Info 6 0 R>>
PDF
}
picture() { printf '\377\330\377\333\000\004ab\377\332\000\004abxyz\377\331' >"$1"; } # a JPEG that shows nothing

digest() { sha256sum <"$1" | cut -c1-64; }
approve() { # approve FILE DECISION [CONTENT]
    [ -s "$scratch/site/desk/approvals.csv" ] || echo '种类,对象,决定,内容,批准人,日期' >"$scratch/site/desk/approvals.csv"
    echo "附件,$(digest "$1"),$2,${3-},林晓,2026-03-05" >>"$scratch/site/desk/approvals.csv"
}
on_line() { # on_line FILE ENDING: below f/, linked from the record's page
    cmp -s "$1" "$scratch/site/public/f/$(digest "$1").$2" || fail "not on line: $1"
    grep -q "f/$(digest "$1").$2" "$scratch/site/public/$page" || fail "not linked: $1"
}
off_line() { [ -z "$(find "$scratch/site/public" -name "$(digest "$1")*")" ] || fail "on line: $1"; }

new_site
mkdir "$work/a"
docx "$work/a/尉迟小满决定书.docx" '行政处罚决定书：当事人尉迟某，罚款五百元。'
docx "$work/a/author.docx" '另一份文书，也没有什么可藏。' 王小明
docx "$work/a/comments.docx" '有修订的文书，改过一个字。' '' '<w:p><w:ins w:author="x"><w:r><w:t>了</w:t></w:r></w:ins></w:p>'
pdf "$work/a/a.pdf" 'Public text of the decision'
pdf "$work/a/b.pdf" 'Public text of the decision' '/Author(Wang)'
picture "$work/a/photo.jpg"
{ printf '\377\330\377\341\000\010Exif\000\000'; printf '\377\332\000\004abxyz\377\331'; } >"$work/a/exif.jpg"
printf 'MZ\220\000\003\000' >"$work/a/tool.exe"
names='"尉迟小满决定书.docx","author.docx","comments.docx","a.pdf","b.pdf","photo.jpg","exif.jpg","tool.exe","none.pdf"'
decision 市监罚〔2026〕1号 "$DAY,\"attachments\":[$names]" >"$work/a/scj-decisions.jsonl"
zip_of "$scratch/site/desk/inbox/first.zip" "$work/a"
run_at 2026-03-05T09:00
warned 'warn E620'
page=$(address_of 市监罚〔2026〕1号 行政执法决定)
decided=$page
[ -n "$page" ] || fail "no page"
[ ! -e "$scratch/site/public/f" ] || fail "on line without approval"

# Each is looked at once approved: good ones go on line, the others say why not.
for file in "$work"/a/*; do
    case $file in *.jsonl) ;; *) approve "$file" 公开 ;; esac
done
run_at 2026-03-06T09:00
on_line "$work/a/尉迟小满决定书.docx" docx
on_line "$work/a/a.pdf" pdf
holds "$scratch/site/public/$page" '附件 1（DOCX，'
lacks "$scratch/site/public/$page" 尉迟小满
for file in author.docx comments.docx b.pdf photo.jpg exif.jpg tool.exe; do off_line "$work/a/$file"; done
for code in E621 E623 E624 E625; do warned "warn $code"; done
[ "$(grep -c 'warn E623' "$scratch/err")" -eq 3 ] || fail "metadata: $(grep -c 'warn E623' "$scratch/err") of 3"
lacks "$scratch/err" 王小明
lacks "$scratch/err" 尉迟小满
expect 0 "$gongshi" verify --site "$scratch/site"

# A picture that somebody has read; a document that is not to be public any more.
approve "$work/a/photo.jpg" 公开 已阅
approve "$work/a/a.pdf" 不公开
run_at 2026-03-07T09:00
on_line "$work/a/photo.jpg" jpg
off_line "$work/a/a.pdf"

# Changed words render all pages anew: documents stay.
sed -i 's/^organiser = .*/organiser = 青原市人民政府/' "$scratch/site/site.conf"
run_at 2026-03-08T09:00
on_line "$work/a/photo.jpg" jpg

# A private number in a document, cut into runs, stops the release; the rest goes on line next.
mkdir "$work/b"
docx "$work/b/leak.docx" '当事人联系电话13900005606，住址略。'
decision 市监罚〔2026〕2号 "$DAY,\"attachments\":[\"leak.docx\"]" >"$work/b/scj-decisions.jsonl"
zip_of "$scratch/site/desk/inbox/second.zip" "$work/b"
approve "$work/b/leak.docx" 公开
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-09T09:00
warned "f/$(digest "$work/b/leak.docx").docx: error E607"
lacks "$scratch/err" 13900005606
run_at 2026-03-09T09:10
off_line "$work/b/leak.docx"
grep -q '公示 1 + 暂缓 1 ' "$scratch/out" || fail "the record with the leak is not held"

# ---- pictures: a flowchart that was drawn elsewhere, an officer's photograph ----
mkdir "$work/c"
svg='<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"'
printf '%s onload="alert(1)"><script>alert(2)</script><style>.a{fill:#fff}</style><rect class="a" width="90" height="40"/><a href="http://evil.example/"><text>立案与受理，五个工作日内决定</text></a></svg>' "$svg" >"$work/c/王小明画.svg"
printf '%s><text>联系电话1390<tspan>0005606</tspan>，请当事人拨打</text></svg>' "$svg" >"$work/c/leak.svg"
printf '<!DOCTYPE svg [<!ENTITY a "立案">]>%s><text>&a;与受理，五个工作日内决定</text></svg>' "$svg" >"$work/c/entity.svg"
picture "$work/c/zhou.jpg"
{
    chart() { printf '{"kind":"flowchart","agency":"scj","code":"%s","name":"行政处罚流程图","category":"行政处罚","picture":["%s"],"approvals":[{"step":"备案","authority":"司法局","document":"司备〔2026〕1号","date":"2026-01-05"}]%s}\n' "$@"; }
    chart L-1 王小明画.svg ',"steps":[{"id":"1","text":"立案"},{"id":"2","text":"决定"}]'
    chart L-2 entity.svg ''
    printf '{"kind":"flowchart","agency":"scj","code":"L-3","name":"没有图","category":"行政处罚"}\n'
    printf '{"kind":"officer","agency":"scj","name":"周执正","certificate":"13050001001","valid_to":"2030-01-01","photo":"zhou.jpg","approvals":[{"step":"审核","authority":"司法局","document":"司审〔2026〕1号","date":"2026-01-05"}]}\n'
} >"$work/c/scj-lists.jsonl"
zip_of "$scratch/site/desk/inbox/third.zip" "$work/c"
for file in 王小明画.svg leak.svg entity.svg; do approve "$work/c/$file" 公开; done
approve "$work/c/zhou.jpg" 公开 已阅
expect 3 "$gongshi" run --site "$scratch/site" --as-of 2026-03-09T10:00
warned 'reject E210' # neither steps nor a picture
warned "$(digest "$work/c/王小明画.svg"): warn E626"
warned "：onload、script；"
warned 'warn E622' # a document type with entities
chart=$(grep -l '行政处罚流程图' "$scratch/site/public/lc/"*.html | xargs grep -l '<img' | head -n 1)
drawn=$scratch/site/public/f/$(digest "$work/c/王小明画.svg").svg
holds "$chart" "<img src=\"../f/$(digest "$work/c/王小明画.svg").svg\" alt=\"图：行政处罚流程图，各步骤见文字\">"
holds "$chart" '<ol class="steps">'
holds "$drawn" '<rect width="90" height="40" fill="#fff">'
for evil in script alert onload href evil style 王小明; do lacks "$drawn" "$evil"; done
lacks "$chart" 王小明
off_line "$work/c/entity.svg"
holds "$(grep -l '13050001001' "$scratch/site/public/ry/"??????????.html)" "<img class=\"photo\" src=\"../f/$(digest "$work/c/zhou.jpg").jpg\" alt=\"周执正的照片\">"
holds "$scratch/site/public/print/scj/handbook.html" "f/$(digest "$work/c/王小明画.svg").svg"
expect 0 "$gongshi" verify --site "$scratch/site"

# What a drawing says is looked through like any other text, however it is cut.
chart L-4 leak.svg '' >"$work/c/scj-lists.jsonl"
zip_of "$scratch/site/desk/inbox/fourth.zip" "$work/c"
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-09T11:00
warned "f/$(digest "$work/c/leak.svg").svg: error E6"
run_at 2026-03-09T11:10
off_line "$work/c/leak.svg"

# It leaves with its record, in the same release.
printf '撤下,市监罚〔2026〕1号,同意,,林晓,2026-03-10,理由\n' >"$work/row"
sed -i '1s/$/,理由/' "$scratch/site/desk/approvals.csv"
sed -i '2,$s/$/,/' "$scratch/site/desk/approvals.csv"
cat "$work/row" >>"$scratch/site/desk/approvals.csv"
run_at 2026-03-10T09:00
off_line "$work/a/photo.jpg"
off_line "$work/a/尉迟小满决定书.docx"
lacks "$scratch/site/public/$decided" '附件 1'
expect 0 "$gongshi" verify --site "$scratch/site"

# ---- what a document can hold beside its text ----

rm "$scratch/site/desk/approvals.csv" # one that has no column for reasons comes

# holding NAME CODE WORDS: $work/h/NAME must be refused so.
mkdir -p "$work/h/附件"
holding() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$work/holding"; }
# with NAME FOLDER CODE WORDS: the ZIP of a folder
with() {
    zip_of "$work/h/$1" "$2"
    holding "$1" "$3" "$4"
}
text='附件正文：当事人张某，罚款五百元。'
word() { # word NAME CODE WORDS [PART CONTENT]: a DOCX with one more part
    docx "$work/h/$1" "$text" '' "${6-}"
    if [ -n "${4-}" ]; then
        mkdir -p "$work/docx/$(dirname "$4")"
        printf '%s' "$5" >"$work/docx/$4"
    fi
    with "$1" "$work/docx" "$2" "$3"
}
# sheet NAME CODE WORDS PART CONTENT [SHEETS]: an XLSX with one more part; in a folder that says that
# it is no data.
sheet() {
    rm -rf "$work/xlsx"
    mkdir -p "$work/xlsx/xl/worksheets" "$work/xlsx/$(dirname "$4")"
    echo '<Types/>' >"$work/xlsx/[Content_Types].xml"
    printf '<workbook><sheets>%s</sheets></workbook>' "${6-<sheet name=\"一\"/>}" >"$work/xlsx/xl/workbook.xml"
    printf '<worksheet><sheetData><row><c><is><t>%s</t></is></c></row></sheetData></worksheet>' "$text" >"$work/xlsx/xl/worksheets/sheet1.xml"
    printf '%s' "$5" >"$work/xlsx/$4"
    with "$1" "$work/xlsx" "$2" "$3"
}
core() { printf '<cp:coreProperties>%s</cp:coreProperties>' "$1"; }
word creator.docx E623 作者 docProps/core.xml '<coreProperties><x:creator xmlns:x="dc" a="b">王小明</x:creator></coreProperties>'
word second.docx E623 作者 docProps/core.xml "$(core '<dc:creator/><dc:creator>王小明</dc:creator>')"
word category.docx E623 类别属性 docProps/core.xml "$(core '<cp:category>王小明</cp:category>')"
word custom.docx E623 自定义属性 docProps/custom.xml '<Properties><property name="a"><vt:lpwstr>王小明</vt:lpwstr></property></Properties>'
word comments.docx E624 批注 word/comments.xml '<w:comments><w:comment w:id="1"><w:t>王小明</w:t></w:comment></w:comments>'
word people.docx E623 修订人 word/people.xml '<w15:people><w15:person w15:author="王小明"/></w15:people>'
word vanish.docx E624 隐藏文字 '' '' '<w:p><w:r><w:rPr><w:vanish w:val="true"></w:vanish></w:rPr><w:t>王小明</w:t></w:r></w:p>'
word moved.docx E624 修订 '' '' '<w:p><w:moveFrom><w:r><w:t>王小明</w:t></w:r></w:moveFrom></w:p>'
word author.docx E623 修订人 '' '' '<w:p><w:pPr><w:rPr><w:rPrChange w:author="王小明"/></w:rPr></w:pPr></w:p>'
word embedded.docx E624 嵌入的文件 word/embeddings/a.bin 王小明
word chunk.docx E624 正文以外的内容 word/afchunk.mht 王小明
word data.docx E624 正文以外的内容 customXml/item1.xml '<a>王小明</a>'
word macro.docx E624 正文以外的内容 word/vbaProject.bin 王小明
word thumbnail.docx E624 缩略图 docProps/thumbnail.jpeg x
word metafile.docx E624 不能检查的图片 word/media/image1.emf x
word stray.docx E624 正文以外的内容 王小明.txt x
sheet 附件/hidden.xlsx E624 隐藏的工作表 xl/a.rels x '<sheet name="一" state="hidden"/>'
sheet 附件/note.xlsx E624 批注 xl/comments1.xml '<comments>王小明</comments>'
sheet 附件/pivot.xlsx E624 数据透视表的源数据 xl/pivotCache/pivotCacheRecords1.xml '<r><s v="王小明"/></r>'
sheet 附件/linked.xlsx E624 外部链接的数据 xl/externalLinks/externalLink1.xml '<v>王小明</v>'
picture "$work/plain.jpg"
exif=$work/a/exif.jpg
docx "$work/h/exif.docx" "$text"
mkdir -p "$work/docx/word/media"
cp "$exif" "$work/docx/word/media/image1.jpeg"
with exif.docx "$work/docx" E623 ''
docx "$work/h/seal.docx" "$text"
mkdir -p "$work/docx/word/media"
cp "$work/plain.jpg" "$work/docx/word/media/image1.jpeg"
with seal.docx "$work/docx" E625 ''
printed() { # printed NAME CODE WORDS CATALOGUE PAGE [OBJECTS]: a PDF with something more
    pdf "$work/h/$1" 'Public text of the decision'
    perl -0777 -pi -e 's|/Type/Catalog|/Type/Catalog '"$4"'|; s|/Type/Page/|/Type/Page '"$5"'/|; s|trailer|'"${6-}"'trailer|' "$work/h/$1"
    holding "$1" "$2" "$3"
}
for kind in Text Square Redact Ink Underline Stamp Caret; do
    printed "$kind.pdf" E624 批注 '' "/Annots[<</Type/Annot/Subtype/$kind/Rect[0 0 1 1]/Contents(Wang)>>]"
done
printed layer.pdf E624 可以隐藏的图层 '/OCProperties<</OCGs[]/D<<>>>>' ''
printed file.pdf E624 嵌入的文件 '/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 7 0 R>>>>]>>>>' '' '7 0 obj<</Length 1>>stream\nx\nendstream endobj\n'
printed form.pdf E624 表单 '/AcroForm<</Fields[7 0 R]>>' '' '7 0 obj<</FT/Tx/T(a)/V(Wang)>>endobj\n'
printed orphan.pdf E624 没有用到的内容 '' '' '7 0 obj<</A(Wang)>>endobj\n'
printed undrawn.pdf E624 没有画出来的内容 '' '' '7 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 4>>stream\nq Q \nendstream endobj\n'
sed -i 's|/Resources<<|&/XObject<</Fm0 7 0 R>>|' "$work/h/undrawn.pdf"
printed thumb.pdf E624 缩略图 '' '/Thumb 7 0 R' '7 0 obj<</Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\nx\nendstream endobj\n'
printed associated.pdf E624 嵌入的文件 '/AF[7 0 R]' '' '7 0 obj<</F(a)>>endobj\n'
printed script.pdf E624 脚本 '/OpenAction<</S/JavaScript/J#53(Wang)>>' ''
printed piece.pdf E624 别的程序的数据 '/Piece#49nfo<<>>' ''
xmp() { # xmp NAME DESCRIPTION
    printed "$1" E623 'XMP 属性' '/Metadata 7 0 R' '' "7 0 obj<</Type/Metadata/Subtype/XML/Length $((${#2} + 40))>>stream\n<x:xmpmeta><rdf:RDF>$2</rdf:RDF></x:xmpmeta>\nendstream endobj\n"
}
xmp seq.pdf '<rdf:Description><dc:title><rdf:Alt><rdf:li></rdf:li><rdf:li>Wang</rdf:li></rdf:Alt></dc:title></rdf:Description>'
xmp attribute.pdf '<rdf:Description\n pdf:Keywords="Wang"></rdf:Description>'
pdf "$work/h/own.pdf" 'Public text of the decision' '/Clerk(Wang)'
holding own.pdf E623 自定义属性
# A change that was only added: what was there before is still in the file.
pdf "$work/h/again.pdf" 'Public text of the decision'
sed -i 's|trailer<<|&/Size 7|' "$work/h/again.pdf"
qpdf --warning-exit-0 --no-warn "$work/h/again.pdf" "$work/whole.pdf" || fail "qpdf"
perl -0777 -ne '($was) = /startxref\s+(\d+)\s+%%EOF\s*$/; ($root) = /\/Root (\d+ 0 R)/; ($size) = /\/Size (\d+)/;
    $object = length; $_ .= "$size 0 obj<</A(b)>>endobj\n"; $table = length;
    printf "%sxref\n%d 1\n%010d 00000 n \ntrailer<</Size %d/Root %s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n",
        $_, $size, $object, $size + 1, $root, $was, $table' "$work/whole.pdf" >"$work/h/again.pdf"
holding again.pdf E624 改动以前的内容
# An object that a stream of objects holds and no table names; one that lies between the others.
pdf "$work/packed.pdf" 'Public text of the decision'
sed -i 's|/Type/Catalog|& /Outlines 7 0 R|; s|trailer<<|7 0 obj<</Title(Wang)>>endobj\n&/Size 8|' "$work/packed.pdf"
qpdf --warning-exit-0 --no-warn --object-streams=generate --compress-streams=n "$work/packed.pdf" "$work/packs.pdf" || fail "qpdf"
cat >"$work/forget.pl" <<'PERL'
use Compress::Zlib; # takes the last entry of the table of objects that is in a stream of objects
local $/;
$_ = <STDIN>;
s{/Length \d+ /Filter /FlateDecode /DecodeParms << /Columns 4 /Predictor 12 >> (.*?)\nstream\n(.*)\nendstream}{
    my ($rest, @rows) = ($1, unpack("(xa4)*", uncompress($2)));
    my $last = "\0" x 4;
    for my $row (@rows) {
        my @up = unpack("C4", $last);
        $row = $last = pack("C4", map { ($_ + shift @up) & 255 } unpack("C4", $row));
    }
    my ($at) = reverse grep { ord($rows[$_]) == 2 } 0 .. $#rows;
    splice @rows, $at, 1;
    "/Length " . 4 * @rows . " /Index [ 0 $at " . ($at + 1) . " " . (@rows - $at) . " ] $rest\nstream\n" . join("", @rows) . "\nendstream"
}se;
print;
PERL
perl "$work/forget.pl" <"$work/packs.pdf" >"$work/h/packed.pdf"
holding packed.pdf E624 改动以前的内容
perl -0777 -pe 's|\nxref\n|\n70 0 obj\n<</A(Wang)>>\nendobj\nxref\n|; s|(startxref\n)(\d+)|$1 . ($2 + 29)|e' "$work/whole.pdf" >"$work/h/between.pdf"
holding between.pdf E624 改动以前的内容

printf '处罚\001决定公示文本，共一页。\n' >"$work/h/附件/bell.txt"
holding 附件/bell.txt E621 ''

# … and documents as programs write them, which hold nothing of that kind.
# The name of a file is bytes of chance: control characters in it are nothing to stop for.
perl -0777 -pe 's|/ID \[<\K[0-9a-f]{32}><[0-9a-f]{32}|63e69eb9e98b13e5b800041f7f1b0a01><0001021303040506070e0f1013141516|' \
    "$work/whole.pdf" >"$work/h/good.pdf"
! cmp -s "$work/whole.pdf" "$work/h/good.pdf" || fail "the PDF has no name"
cp "$work/packs.pdf" "$work/h/packs.pdf"
qpdf --warning-exit-0 --no-warn --linearize --deterministic-id "$work/whole.pdf" "$work/h/web.pdf" || fail "qpdf"
docx "$work/h/good.docx" "$text"
mkdir -p "$work/docx/word/theme" "$work/docx/_rels"
for part in styles settings webSettings fontTable numbering footnotes endnotes header1 footer2 theme/theme1; do
    printf '<w:%s><w:t>页眉页脚</w:t><w:vanish w:val="0"/></w:%s>' x x >"$work/docx/word/$part.xml"
done
echo '<Relationships/>' >"$work/docx/_rels/.rels"
zip_of "$work/h/good.docx" "$work/docx"

names=$(cd "$work/h" && find . -type f | sed 's|^\./\(.*\)|"\1"|' | paste -sd,)
decision 市监罚〔2026〕9号 "$DAY,\"attachments\":[$names]" >"$work/h/scj-decisions.jsonl"
zip_of "$scratch/site/desk/inbox/holding.zip" "$work/h"
for file in good.pdf web.pdf packs.pdf good.docx; do approve "$work/h/$file" 公开; done
run_at 2026-03-11T12:00
# Some at a time: of one sort of finding a run tells ten.
check_some() {
    minute=$((minute + 1))
    run_at "2026-03-11T12:0$minute"
    while IFS='	' read -r name code words; do
        off_line "$work/h/$name"
        grep -F "$(digest "$work/h/$name"): warn $code " "$scratch/err" | grep -qF "$words" ||
            fail "$name is not refused with $code, $words: $(grep "$(digest "$work/h/$name")" "$scratch/err")"
        approve "$work/h/$name" 不公开
    done <"$work/some"
    lacks "$scratch/err" 王小明
    lacks "$scratch/err" Wang
    : >"$work/some"
}
minute=0
: >"$work/some"
while IFS= read -r line; do
    approve "$work/h/$(printf '%s\n' "$line" | cut -f1)" 公开
    printf '%s\n' "$line" >>"$work/some"
    [ "$(wc -l <"$work/some")" -lt 9 ] || check_some
done <"$work/holding"
check_some
page=$(address_of 市监罚〔2026〕9号 行政执法决定)
on_line "$work/h/good.pdf" pdf
on_line "$work/h/web.pdf" pdf
on_line "$work/h/packs.pdf" pdf
on_line "$work/h/good.docx" docx
# A seal in a document: once somebody has read it.
approve "$work/h/seal.docx" 公开 已阅
run_at 2026-03-11T13:00
on_line "$work/h/seal.docx" docx
# Header and footer are text as well: a number there stops the release.
mkdir -p "$work/k/附件"
docx "$work/k/header.docx" "$text"
printf '<w:hdr><w:p><w:r><w:t>139000</w:t></w:r><w:r><w:t>05606</w:t></w:r></w:p></w:hdr>' >"$work/docx/word/header1.xml"
zip_of "$work/k/header.docx" "$work/docx"
sheet 附件/drawn.xlsx E607 '' xl/drawings/drawing1.xml '<xdr:txBody><a:p><a:r><a:t>139000</a:t></a:r><a:r><a:t>05606</a:t></a:r></a:p></xdr:txBody>'
mv "$work/h/附件/drawn.xlsx" "$work/k/附件/"
# What programs read of a PDF and no page shows: bookmarks, descriptions, what is copied in place of
# what is drawn, names of places; what is drawn beside the page, or under other words.
number=13900005606
told() { # told NAME CATALOGUE PAGE [OBJECTS] [CONTENT]
    printed "$1" E607 '' "$2" "$3" "${4-}"
    [ -z "${5-}" ] || perl -0777 -pi -e "s|Public text of the decision|$5|" "$work/h/$1"
    mv "$work/h/$1" "$work/k/"
}
told bookmark.pdf '/Outlines 7 0 R' '' "7 0 obj<</First 8 0 R/Last 8 0 R>>endobj\n8 0 obj<</Parent 7 0 R/Title($number)>>endobj\n"
told described.pdf '/StructTreeRoot 7 0 R' '' "7 0 obj<</Type/StructTreeRoot/K<</S/Figure/Alt<FEFF$(printf %s "$number" | sed 's/./003&/g')>>>>>endobj\n"
told place.pdf "/Dests<</$number[3 0 R]>>" ''
told label.pdf "/PageLabels<</Nums[0<</P($number)>>]>>" ''
told copied.pdf '' '' '' "a) Tj /Span<</Actual#54ext(139\\\\0600005606)>>BDC (Public text of it) Tj EMC (b"
told drawn.pdf '' '' '' "a) Tj /Span<</ActualText(Public words)>>BDC ($number) Tj EMC (b"
told beside.pdf '' '/CropBox[0 0 9 9]' '' "Public text of the decision) Tj 9000 0 Td ($number"
decision 市监罚〔2026〕10号 "$DAY,\"attachments\":[\"header.docx\",\"附件/drawn.xlsx\"$(printf ',"%s"' bookmark.pdf described.pdf place.pdf label.pdf copied.pdf drawn.pdf beside.pdf)]" >"$work/k/scj-decisions.jsonl"
zip_of "$scratch/site/desk/inbox/header.zip" "$work/k"
approve "$work/k/header.docx" 公开
approve "$work/k/附件/drawn.xlsx" 公开
for file in "$work"/k/*.pdf; do approve "$file" 公开; done
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-11T14:00
warned "f/$(digest "$work/k/header.docx").docx: error E607"
warned "f/$(digest "$work/k/附件/drawn.xlsx").xlsx: error E607"
for file in "$work"/k/*.pdf; do
    warned "f/$(digest "$file").pdf: error E607"
done
