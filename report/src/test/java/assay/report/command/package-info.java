@NullMarked
package assay.report.command;

import org.jspecify.annotations.NullMarked;
