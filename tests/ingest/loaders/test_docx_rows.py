"""Rows and cells of a table in a Word document."""

from __future__ import annotations

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.loaders.docx_rows import cells_of, merge_of, rows_of, skipped, span_of


def test_rows_and_cells_that_are_there_are_found_also_within_controls() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc/></w:tr><w:tr><w:trPr><w:hidden/></w:trPr><w:tc/></w:tr>"
    spanning = '<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr></w:tc>'
    deleted = "<w:tc><w:tcPr><w:cellDel/></w:tcPr></w:tc>"
    kept = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{deleted}{spanning}</w:tr>'
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{gone}<w:sdt><w:sdtContent>{kept}</w:sdtContent></w:sdt></w:tbl>")
    (row,) = rows_of(table)
    (cell,) = cells_of(row)
    assert (span_of(cell), merge_of(cell, "w:vMerge"), merge_of(cell, "w:hMerge")) == (2, "continue", "")
    assert (skipped(row, "w:gridBefore"), skipped(row, "w:gridAfter")) == (1, 0)
