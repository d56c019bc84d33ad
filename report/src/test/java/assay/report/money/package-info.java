@NullMarked
package assay.report.money;

import org.jspecify.annotations.NullMarked;
