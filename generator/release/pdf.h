/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * pdf.h — inside release: whether a PDF is what its pages show, and nothing beside.
 *
 * In:    the file
 * Out:   its text, and what programs read of it that nobody sees
 * Law:   个人信息保护法 art. 28, 51
 * Never: reads the form itself: qpdf and poppler do, in contained children
 */
#ifndef GONGSHI_RELEASE_PDF_H
#define GONGSHI_RELEASE_PDF_H

#include "release/attachment.h"

/* Notes what is refused of the PDF at `path` in *out and writes the text of its pages, in UTF-8, to
 * `text` (beside which it puts things aside); that file is missing when they cannot be read. Pages
 * are read as drawn: also what lies outside of them, and what is drawn where another text is given
 * for it. Returns the words that are not drawn (bookmarks, descriptions, names of places …), a line
 * each, in the arena: they are to be checked as well, but do not make a scan a text. */
str pdf_check(struct arena *a, const char *path, const char *text, struct attachment *out);

#endif
