/** Documents of profiles: where the time of one cell goes, and what two profiles differ in. */
@NullMarked
package assay.report.profile;

import org.jspecify.annotations.NullMarked;
