@NullMarked
package assay.report.procurement;

import org.jspecify.annotations.NullMarked;
