// The one template by which Typst sets every paper: A4 with the binding margin of GB/T 9704, serif face,
// header rows repeated, pages counted for each copy. Boxes are drawn, because no face of ours has ☐☑.
export const template = `
#let data = json(bytes(sys.inputs.data))
#let faces = data.faces
#set document(title: data.title, date: datetime(year: data.on.at(0), month: data.on.at(1), day: data.on.at(2)))
#set text(font: faces, size: 10.5pt, lang: "zh", region: "cn")
#set par(leading: 0.6em, justify: false)
#let tick(state) = box(width: 0.82em, height: 0.82em, baseline: 0.06em, stroke: 0.6pt, {
  if state == "ticked" { place(line(start: (14%, 52%), end: (42%, 84%), stroke: 1pt)); place(line(start: (42%, 84%), end: (90%, 12%), stroke: 1pt)) }
})
#let piece(p) = {
  let t = if "bold" in p { text(weight: "bold", p.text) } else if "aside" in p { text(size: 8pt, fill: luma(90), p.text) } else { p.text }
  if "box" in p { box[#tick(p.box)#h(0.22em)#t]; h(0.9em) } else { t }
}
#let lines(cell) = cell.lines.map(l => l.map(piece).join()).join(linebreak())
#let aligned = (label: center + horizon, heading: left + horizon, value: left + horizon, number: center + horizon)
#let fill-of(kind) = if kind == "heading" { luma(240) } else { none }
#let cellof(c, y, strut) = {
  let kind = c.at("kind", default: "value")
  let picture = if "photo" in c { data.photos.at(c.photo.of, default: none) }
  let body = if picture != none { image(picture, width: 100%, height: c.photo.tall * 1mm, fit: "contain") } else if kind == "heading" { strong(lines(c)) } else { lines(c) }
  table.cell(
    colspan: c.at("across", default: 1), rowspan: c.at("down", default: 1), align: aligned.at(kind), fill: fill-of(kind), inset: (y: y),
    if strut == 0 { body } else { grid(columns: (0pt, 1fr), align: aligned.at(kind), box(height: strut * 1mm), body) },
  )
}
// A row is as tall as its content and at least as tall as it asks: by its margins where it asks for little,
// which is much cheaper to set, else by a strut in a cell of this row alone.
#let rowof(r, line) = {
  let y = if r.tall > 10 { 1.6mm } else { calc.max(1.2mm, (r.tall * 1mm - line) / 2) }
  let own = if r.tall > 10 { r.cells.position(c => "down" not in c or c.down == 1) }
  r.cells.enumerate().map(((i, c)) => cellof(c, y, if i == own { r.tall - 3.2 } else { 0 }))
}
#let grid-of(t, flipped) = {
  // Widths of an office sheet are in characters: the more of them, the smaller they are.
  let size = if flipped { calc.clamp(267 / t.columns.sum() * 5.4, 6.5, 9.5) * 1pt } else { 10.5pt }
  set text(size: size)
  let line = size * 0.95
  let head = if t.headerRows == 0 { () } else { (table.header(..t.rows.slice(0, t.headerRows).map(r => rowof(r, line)).flatten()),) }
  table(columns: t.columns.map(w => w * 1fr), stroke: 0.5pt, inset: (x: if flipped { 0.8mm } else { 1.4mm }), ..head, ..t.rows.slice(t.headerRows).map(r => rowof(r, line)).flatten())
}
// Counted by places, not by the page counter, which a document of a thousand forms makes quadratic.
#let foot(id) = context {
  let first = locate(label("begin-" + id)).page()
  let here-page = here().page() - first + 1
  let last = locate(label("end-" + id)).page() - first + 1
  set text(size: 8pt, fill: luma(90))
  grid(columns: (1fr, auto, 1fr), align: (left, center, right), data.foot.printed,
    text(size: 9pt, fill: black, data.foot.page.replace("{page}", str(here-page)).replace("{pages}", str(last))), [])
}
#let sheet(p, copy, id) = {
  let flipped = p.orientation == "landscape"
  set page(paper: "a4", flipped: flipped,
    margin: if flipped { (top: 18mm, bottom: 16mm, left: 15mm, right: 15mm) } else { (top: 20mm, bottom: 18mm, left: 24mm, right: 18mm) },
    footer: foot(id), footer-descent: 35%)
  [#metadata(none) #label("begin-" + id)]
  align(center, text(size: 18pt, weight: "bold", p.title))
  if p.left != "" or p.right != "" { grid(columns: (1fr, auto), text(size: 10pt, p.left), text(size: 10pt, p.right)) }
  v(1mm)
  set block(spacing: 0pt)
  for t in p.tables { grid-of(t, flipped) }
  v(2.5mm)
  for n in p.notes { block(above: 1.4mm, below: 0mm, text(size: 9pt, n)) }
  if p.signers.len() > 0 { v(5mm); grid(columns: p.signers.map(s => 1fr), ..p.signers.map(s => text(size: 10pt, s))) }
  if copy != "" { block(above: 1.6mm, below: 0mm, text(size: 9pt, weight: "bold", copy)) }
  [#metadata(none) #label("end-" + id)]
}
#for (i, p) in data.papers.enumerate() {
  let copies = if p.copies.len() == 0 { ("",) } else { p.copies }
  for (j, copy) in copies.enumerate() { sheet(p, copy, str(i) + "-" + str(j)) }
}
`;
