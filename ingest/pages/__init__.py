"""Reading a page: text layer, order, tables, OCR."""
