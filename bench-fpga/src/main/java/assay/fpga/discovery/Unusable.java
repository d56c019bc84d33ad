package assay.fpga.discovery;

import assay.core.availability.Remedy;

/**
 * A platform that gives no device.
 *
 * @param platform the platform's name
 * @param reason why, with the platform's name
 * @param remedy what to do about it
 */
public record Unusable(String platform, String reason, Remedy remedy) {}
