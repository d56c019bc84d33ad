/**
 * Power, temperatures and identity of FPGA boards, from their drivers' files under {@code /sys} or,
 * where there are none, from AMD's {@code xrt-smi}.
 *
 * <p>Each board is one domain, read by one source only: {@code xrt} (AMD, drivers xocl and
 * xclmgmt), {@code dfl} (Intel), {@code hwmon-board} (others with a standard hwmon), and {@code
 * xrt-smi} for AMD boards that none of these reads.
 */
@NullMarked
package assay.fpga.telemetry;

import org.jspecify.annotations.NullMarked;
