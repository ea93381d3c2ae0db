// Package pdf turns text and boxes into PDF bytes, and reads, fills and prepares for signing what is already PDF bytes.
//
// It owns the file format and nothing of the office: no document, no key, no rule of thể thức. It has three parts.
//
//   - Writer draws pages: Liberation Serif (the metrics of Times New Roman, every Vietnamese letter in four faces) as
//     embedded subsets, tagged content, pictures, bookmarks, empty form fields. The file says it is PDF/A-2u, and the same
//     calls give the same bytes. Nothing in it is transparent: the alpha of a picture is flattened on white.
//   - File and Update read a PDF and append to it. An update never moves or changes a byte that was there: the original is
//     a prefix of the result, so signatures already in the file keep their bytes (PAdES, EN 319 142-1).
//   - Signatures, Revisions and Changes read what signatures a file carries, which bytes each covers, and what was done
//     to the file after it.
//
// All coordinates are points (1/72 inch) from the top left corner of the page, Y downwards.
//
// What comes in from outside may be hostile: Open refuses encrypted files and files that only repair can read, and a
// malformed file is an error, never a panic. Signatures refuses a byte range that leaves out anything but the signature's
// own value.
//
// pdfcpu serves as a parser only: it rewrites files when it saves, which would break every signature, so nothing is saved
// through it.
package pdf
