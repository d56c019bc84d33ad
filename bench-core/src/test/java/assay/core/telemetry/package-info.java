@NullMarked
package assay.core.telemetry;

import org.jspecify.annotations.NullMarked;
