/** Shell commands that pages print for their readers. */
@NullMarked
package assay.report.command;

import org.jspecify.annotations.NullMarked;
