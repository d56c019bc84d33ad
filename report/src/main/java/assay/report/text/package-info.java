/** Words and numbers for people: languages, messages, quantities with their units. */
@NullMarked
package assay.report.text;

import org.jspecify.annotations.NullMarked;
