/** Commands that a page prints for its reader's shell. */
@NullMarked
package assay.report.command;

import org.jspecify.annotations.NullMarked;
