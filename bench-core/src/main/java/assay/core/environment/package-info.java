/**
 * The fingerprint of the machine under measurement: what it is (identity), how it is configured
 * (settings) and its condition during the run (state). {@link assay.core.environment.Fingerprint}
 * is the entry point; the other classes each read one part of {@code /proc}, {@code /sys}, this JVM
 * or Assay itself.
 *
 * <p>What cannot be read is listed with the reason. No serial number, UUID, hardware address or
 * home folder is recorded. The one value that identifies an individual device is {@code
 * device.<target>.deviceUuidHash}, digits of a hash of a GPU's UUID, so that a run is not resumed
 * on another card and a change of card is seen; the UUID cannot be recovered from it.
 */
@NullMarked
package assay.core.environment;

import org.jspecify.annotations.NullMarked;
