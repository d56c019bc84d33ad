/**
 * Results of other programs: parsers of their files. A file is used as a whole or refused with a
 * reason; nothing in it is guessed.
 */
@NullMarked
package assay.report.history.foreign;

import org.jspecify.annotations.NullMarked;
