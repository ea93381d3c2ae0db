"""Makes the thirty conforming Word files of this folder: each document of documents.py once through LibreOffice and once
by hand, the way Word writes (split runs, automatic numbering, tabs in place of a table). Run it with no argument, in this
folder, with soffice on the path; the tests only read what it made."""
import os, re, subprocess, sys, tempfile, zipfile
from xml.sax.saxutils import escape

from documents import DOCUMENTS

HERE = os.path.dirname(os.path.abspath(__file__))
PARTY_TITLE, NATIONAL_TITLE, MOTTO = "ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def number_line(d):
    return ("Số " if d["regime"] == "party" else "Số: ") + d["number"]


def date_line(d):
    return f'{d["place"]}, ngày {d["day"]} tháng {d["month"]} năm {d["year"]}'


def ending(d, i):
    text = d["body"][i][2]
    if i == len(d["body"]) - 1 and d["regime"] == "state" and isinstance(text, str):
        return text.rstrip(".") + "./."
    return text


def recipients(d):
    n = len(d["recipients"])
    return [f"- {r}{'.' if i == n - 1 else ';'}" for i, r in enumerate(d["recipients"])]


def sizes(d):
    if d["regime"] == "party":
        return dict(title=15, superior=14, issuer=14, number=14, date=14, letter=12, kind=16, subject=14, body=14, word=14, item=12, position=14)
    return dict(title=13, superior=13, issuer=13, number=13, date=14, letter=12, kind=14, subject=14, body=14, word=12, item=11, position=14)


# ---- what stands on the page, the same for both makers: (text, size, bold, italic, align, more) ----

def header_left(d, z):
    rows = [(t, z["superior"], False, False, "center", {}) for t in d["superior"]]
    rows += [(t, z["issuer"], True, False, "center", {}) for t in d["issuer"]]
    if d["regime"] == "party":
        rows.append(("*", 14, False, False, "center", {}))
    rows.append((number_line(d), z["number"], False, False, "center", {}))
    if not d["kind"]:
        rows.append((d["subject"], z["letter"], False, d["regime"] == "party", "center", {}))
    return rows


def header_right(d, z):
    if d["regime"] == "party":
        rows = [(PARTY_TITLE, z["title"], True, False, "center", {"rule": True})]
    else:
        rows = [(NATIONAL_TITLE, z["title"], True, False, "center", {}), (MOTTO, 14, True, False, "center", {"rule": True})]
    rows.append((date_line(d), z["date"], False, True, "center", {}))
    return rows


def signature(d, z):
    rows = []
    for i, t in enumerate(d["formula"]):
        last = i == len(d["formula"]) - 1
        rows.append((t, z["position"], not (d["regime"] == "party" and last and len(d["formula"]) > 1) if d["regime"] == "party" else True, False, "center", {}))
    if d["regime"] == "party":
        rows[-1] = rows[-1][:2] + (False,) + rows[-1][3:]
    rows += [("", 14, False, False, "center", {})] * 4
    rows.append((d["name"], 14, True, False, "center", {}))
    return rows


def recipient_rows(d, z):
    party = d["regime"] == "party"
    rows = [("Nơi nhận:", z["word"], not party, not party, "left", {"underline": party})]
    return rows + [(t, z["item"], False, False, "left", {}) for t in recipients(d)]


def body_rows(d, z):
    """(kind, ordinal, text, size, bold, italic, align)"""
    rows = []
    if d.get("authority"):
        rows.append(("p", "", d["authority"], z["body"], True, False, "center"))
    for i, (kind, ordinal, text) in enumerate(d["body"]):
        text = ending(d, i)
        if kind == "t":
            rows.append(("t", "", text, 13, False, False, "left"))
        elif kind == "h":
            rows.append(("p", ordinal, text, z["body"], True, False, "left"))
        elif text.rstrip(":").endswith("QUYẾT ĐỊNH"):
            rows.append(("p", "", text, z["body"], True, False, "center"))
        elif kind == "g" and d["regime"] == "state" and text.startswith(("Căn cứ", "Theo đề nghị")):
            rows.append(("p", "", text, z["body"], False, True, "both"))
        else:
            rows.append(("p", ordinal, text, z["body"], False, False, "both"))
    return rows


def split_article(text):
    """the words "Điều 1." of an article are bold"""
    m = re.match(r"Điều \d+\.", text)
    return (m[0], text[m.end():]) if m else ("", text)


# ---- by LibreOffice: a flat ODF file, converted ----

class Fodt:
    def __init__(self, d):
        self.d, self.z, self.styles, self.names = d, sizes(d), [], {}

    def style(self, size, bold, italic, align, underline=False, rule=False, indent=0, space=0, before=0):
        key = (size, bold, italic, align, underline, rule, indent, space, before)
        if key not in self.names:
            name = self.names[key] = f"P{len(self.names) + 1}"
            align = {"both": "justify", "left": "start"}.get(align, align)
            p = f'fo:text-align="{align}" fo:margin-top="{before}pt" fo:margin-bottom="{space}pt" fo:text-indent="{indent}mm"'
            if space:
                p += ' fo:line-height="18pt"'
            t = f'fo:font-size="{size}pt"' + (' fo:font-weight="bold"' if bold else "") + (' fo:font-style="italic"' if italic else "")
            if underline or rule:
                t += ' style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"'
            self.styles.append(f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
                               f'<style:paragraph-properties {p}/><style:text-properties {t}/></style:style>')
        return self.names[key]

    def p(self, text, size, bold, italic, align, more=None, **k):
        more = more or {}
        name = self.style(size, bold, italic, align, underline=more.get("underline", False), **k)
        article, text = split_article(text)
        span = f'<text:span text:style-name="BOLD">{article}</text:span>' if article else ""
        return f'<text:p text:style-name="{name}">{span}{escape(text)}</text:p>'

    def two(self, name, left, right, shares):
        cell = lambda rows: "".join(self.p(*r) for r in rows) or "<text:p/>"
        return (f'<table:table table:name="{name}" table:style-name="TB"><table:table-column table:style-name="{name}.A"/>'
                f'<table:table-column table:style-name="{name}.B"/><table:table-row>'
                f'<table:table-cell table:style-name="NB" office:value-type="string">{cell(left)}</table:table-cell>'
                f'<table:table-cell table:style-name="NB" office:value-type="string">{cell(right)}</table:table-cell>'
                f'</table:table-row></table:table>')

    def grid(self, rows):
        out = '<table:table table:name="Bang" table:style-name="TB">' + "<table:table-column/>" * len(rows[0])
        for i, row in enumerate(rows):
            cells = "".join(f'<table:table-cell table:style-name="BB" office:value-type="string">{self.p(c, 13, i == 0, False, "center" if i == 0 else "left")}</table:table-cell>' for c in row)
            line = f"<table:table-row>{cells}</table:table-row>"
            out += f"<table:table-header-rows>{line}</table:table-header-rows>" if i == 0 else line
        return out + "</table:table>"

    def content(self):
        d, z = self.d, self.z
        out = [self.two("Dau", header_left(d, z), header_right(d, z), None)]
        out.append(self.p("", 14, False, False, "left"))
        if d["kind"]:
            out.append(self.p(d["kind"], z["kind"], True, False, "center"))
            out.append(self.p(d["subject"], z["subject"], True, False, "center"))
            if d["regime"] == "party":
                out.append(self.p("-----", 14, False, False, "center"))
        if d.get("address"):
            out.append(self.p("Kính gửi: " + d["address"] + ("." if d["regime"] == "state" else ""), 14, False, False, "center", space=6))
        for kind, ordinal, text, size, bold, italic, align in body_rows(d, z):
            if kind == "t":
                out.append(self.grid(text))
            elif align == "center":
                out.append(self.p(text, size, bold, italic, align, space=6))
            else:
                out.append(self.p((ordinal + " " + text).strip(), size, bold, italic, align, indent=10, space=6))
        out.append(self.p("", 8, False, False, "left"))
        out.append(self.two("Cuoi", recipient_rows(d, z), signature(d, z), None))
        return "".join(out)

    def file(self):
        body = self.content()
        party = self.d["regime"] == "party"
        return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Times New Roman" svg:font-family="'Times New Roman'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties/><style:text-properties style:font-name="Times New Roman" fo:font-size="14pt" fo:language="vi" fo:country="VN"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"><style:text-properties style:font-name="Times New Roman" fo:font-size="14pt"/></style:style>
<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/></style:style></office:styles>
<office:automatic-styles>{"".join(self.styles)}
<style:style style:name="BOLD" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="TB" style:family="table"><style:table-properties style:width="165mm" table:align="left"/></style:style>
<style:style style:name="Dau.A" style:family="table-column"><style:table-column-properties style:column-width="62mm"/></style:style>
<style:style style:name="Dau.B" style:family="table-column"><style:table-column-properties style:column-width="103mm"/></style:style>
<style:style style:name="Cuoi.A" style:family="table-column"><style:table-column-properties style:column-width="80mm"/></style:style>
<style:style style:name="Cuoi.B" style:family="table-column"><style:table-column-properties style:column-width="85mm"/></style:style>
<style:style style:name="NB" style:family="table-cell"><style:table-cell-properties fo:border="none" fo:padding="0mm"/></style:style>
<style:style style:name="BB" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="1mm"/></style:style>
<style:page-layout style:name="PL"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="{10}mm" fo:margin-bottom="20mm" fo:margin-left="30mm" fo:margin-right="15mm"/>
<style:header-style><style:header-footer-properties fo:min-height="10mm" fo:margin-bottom="0mm" style:dynamic-spacing="true"/></style:header-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="PL"><style:header><text:p text:style-name="Header"><text:page-number text:select-page="current">2</text:page-number></text:p></style:header><style:header-first><text:p text:style-name="Header"/></style:header-first></style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>'''


# ---- by hand: what Word writes ----

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


class Hand:
    def __init__(self, d, n):
        self.d, self.z, self.n, self.nums = d, sizes(d), n, []

    def run(self, text, size, bold, italic, underline=False):
        props = "".join([f"<w:b/>" if bold else "", "<w:i/>" if italic else "", '<w:u w:val="single"/>' if underline else "",
                         f'<w:sz w:val="{int(size * 2)}"/>' if size != 14 else ""])
        props = f"<w:rPr>{props}</w:rPr>" if props else ""
        parts = re.findall(r"\S+\s*|\s+", text)  # Word cuts a sentence into runs wherever somebody typed
        cut = max(1, len(parts) // 2)
        out = ""
        for piece in filter(None, ["".join(parts[:cut]), "".join(parts[cut:])]):
            out += f'<w:r w:rsidR="00A{self.n % 9}3F1B">{props}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r><w:proofErr w:type="spellEnd"/>'
        return out

    def p(self, text, size, bold, italic, align, more=None, indent=0, space=0, num=None):
        more = more or {}
        props = ""
        if num:
            props += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>'
        if space:
            props += f'<w:spacing w:before="0" w:after="{space * 20}" w:line="360" w:lineRule="exact"/>'
        if indent:
            props += f'<w:ind w:left="0" w:firstLine="{round(indent * 56.7)}"/>'
        if align != "left":
            props += f'<w:jc w:val="{align}"/>'
        article, text = split_article(text)
        first = self.run(article, size, True, False) if article else ""
        return f'<w:p w:rsidR="00A{self.n % 9}3F1B"><w:pPr>{props}</w:pPr>{first}{self.run(text, size, bold, italic, more.get("underline", False))}</w:p>'

    def two(self, left, right, a, b):
        cell = lambda rows, w: f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>{"".join(self.p(*r) for r in rows)}</w:tc>'
        return (f'<w:tbl><w:tblPr><w:tblW w:w="{a + b}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{a}"/><w:gridCol w:w="{b}"/></w:tblGrid>'
                f'<w:tr>{cell(left, a)}{cell(right, b)}</w:tr></w:tbl>')

    def header(self):
        left, right = header_left(self.d, self.z), header_right(self.d, self.z)
        if self.n % 5 != 4:
            return self.two(left, right, 3500, 5850)
        out = ""  # no table: the two columns stand on one line, parted by a tab
        for i in range(max(len(left), len(right))):
            l, r = (left[i] if i < len(left) else None), (right[i] if i < len(right) else None)
            runs = self.run(*l[:4]) if l else ""
            if r:
                runs += "<w:r><w:tab/></w:r>" + self.run(*r[:4])
            out += f'<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="3500"/></w:tabs></w:pPr>{runs}</w:p>'
        return out

    def numbering(self, ordinal):
        """a list of its own, when the ordinal is the next of the list that runs"""
        m = re.fullmatch(r"(\d+|[a-d])([.)])", ordinal)
        if not m or self.n % 2:
            return None
        style = "decimal" if m[1].isdigit() else "lowerLetter"
        at = int(m[1]) if m[1].isdigit() else ord(m[1]) - 96
        for num in reversed(self.nums):
            if num["style"] == style and num["mark"] == m[2] and at == num["at"] + 1:
                num["at"] = at
                return num["id"]
        self.nums.append(dict(id=len(self.nums) + 1, style=style, mark=m[2], at=at, start=at))
        return len(self.nums)

    def grid(self, rows):
        width = 9350 // len(rows[0])
        border = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV"))
        out = f'<w:tbl><w:tblPr><w:tblW w:w="9350" w:type="dxa"/><w:tblBorders>{border}</w:tblBorders></w:tblPr><w:tblGrid>' + f'<w:gridCol w:w="{width}"/>' * len(rows[0]) + "</w:tblGrid>"
        for i, row in enumerate(rows):
            head = "<w:trPr><w:tblHeader/></w:trPr>" if i == 0 else ""
            out += f"<w:tr>{head}" + "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{self.p(c, 13, i == 0, False, "center" if i == 0 else "left")}</w:tc>' for c in row) + "</w:tr>"
        return out + "</w:tbl>"

    def body(self):
        d, z = self.d, self.z
        out = [self.header(), self.p("", 14, False, False, "left")]
        if d["kind"]:
            out += [self.p(d["kind"], z["kind"], True, False, "center"), self.p(d["subject"], z["subject"], True, False, "center")]
            if d["regime"] == "party":
                out.append(self.p("-----", 14, False, False, "center"))
        if d.get("address"):
            out.append(self.p("Kính gửi: " + d["address"] + ("." if d["regime"] == "state" else ""), 14, False, False, "center", space=6))
        for kind, ordinal, text, size, bold, italic, align in body_rows(d, z):
            if kind == "t":
                out.append(self.grid(text))
            elif align == "center":
                out.append(self.p(text, size, bold, italic, align, space=6))
            elif num := self.numbering(ordinal):
                out.append(self.p(text, size, bold, italic, align, indent=10, space=6, num=num))
            else:
                out.append(self.p((ordinal + " " + text).strip(), size, bold, italic, align, indent=10, space=6))
        out += [self.p("", 8, False, False, "left")]
        if self.n % 5 == 3:  # one below the other, as some offices write
            out += [self.p(*r) for r in signature(d, z)]
            out += [self.p(*r) for r in recipient_rows(d, z)]
        else:
            out.append(self.two(recipient_rows(d, z), signature(d, z), 4500, 4850))
        return "".join(out)

    def parts(self):
        body = self.body()
        nums = "".join(f'<w:abstractNum w:abstractNumId="{n["id"]}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="{n["start"]}"/><w:numFmt w:val="{n["style"]}"/><w:suff w:val="space"/><w:lvlText w:val="%1{n["mark"]}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>' for n in self.nums)
        nums += "".join(f'<w:num w:numId="{n["id"]}"><w:abstractNumId w:val="{n["id"]}"/></w:num>' for n in self.nums)
        types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        rel = lambda i, kind, target: f'<Relationship Id="rId{i}" Type="{types}/{kind}" Target="{target}"/>'
        over = lambda part, kind: f'<Override PartName="/word/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return {
            "[Content_Types].xml": head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' + over("document", "document.main") + over("styles", "styles") + over("numbering", "numbering") + over("header1", "header") + "</Types>",
            "_rels/.rels": head + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rel(1, "officeDocument", "word/document.xml")}</Relationships>',
            "word/_rels/document.xml.rels": head + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rel(1, "styles", "styles.xml")}{rel(2, "numbering", "numbering.xml")}{rel(3, "header", "header1.xml")}</Relationships>',
            "word/styles.xml": head + f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>',
            "word/numbering.xml": head + f"<w:numbering {W}>{nums}</w:numbering>",
            "word/header1.xml": head + f'<w:hdr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>',
            "word/document.xml": head + f'<w:document {W}><w:body>{body}<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>',
        }

    def write(self, path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            for name, text in self.parts().items():
                info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                z.writestr(info, text.encode())


def main():
    with tempfile.TemporaryDirectory() as scratch:
        sources = []
        for n, d in enumerate(DOCUMENTS):
            Hand(d, n).write(os.path.join(HERE, f'hand-{d["id"]}.docx'))
            source = os.path.join(scratch, f'writer-{d["id"]}.fodt')
            with open(source, "w", encoding="utf-8") as f:
                f.write(Fodt(d).file())
            sources.append(source)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "docx", "--outdir", HERE, *sources],
                       check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
