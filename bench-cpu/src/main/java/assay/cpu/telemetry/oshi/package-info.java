/**
 * The host as the OSHI library sees it. Only {@link assay.cpu.telemetry.oshi.OshiSource#open} loads
 * OSHI and with it JNA's native library; until then the JVM contains neither.
 */
@NullMarked
package assay.cpu.telemetry.oshi;

import org.jspecify.annotations.NullMarked;
