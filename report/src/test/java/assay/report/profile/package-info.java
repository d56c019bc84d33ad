@NullMarked
package assay.report.profile;

import org.jspecify.annotations.NullMarked;
