package assay.fpga.discovery;

/**
 * A device that could be used.
 *
 * @param platform the platform's name
 * @param version the platform's version
 * @param name the device's name
 * @param cpu whether the driver reports the host's processor
 * @param handle what the caller needs to open it
 */
public record Candidate<D>(String platform, String version, String name, boolean cpu, D handle) {}
