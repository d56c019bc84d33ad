/** What is observed of the host beside a measurement. */
@NullMarked
package assay.cpu.telemetry;

import org.jspecify.annotations.NullMarked;
