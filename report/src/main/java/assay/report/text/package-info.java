/** Text and numbers for readers: languages, messages, quantities with units. */
@NullMarked
package assay.report.text;

import org.jspecify.annotations.NullMarked;
