/**
 * The fingerprint of the machine under measurement: what it is (identity), how it is set (settings)
 * and how it was (state). {@link assay.core.environment.Fingerprint} is the way in, and for the
 * size of the caches {@link assay.core.environment.HostCaches}; the other classes each read one
 * part of {@code /proc}, {@code /sys}, this JVM or Assay itself.
 *
 * <p>What cannot be read is named with the reason. No serial number, UUID, hardware address or home
 * folder is here. One thing tells an exemplar from its like: {@code device.<target>.exemplar},
 * digits of a hash of a GPU's UUID, so that a run is not resumed on another card and a change of
 * card is seen; the UUID cannot be read from it.
 */
@NullMarked
package assay.core.environment;

import org.jspecify.annotations.NullMarked;
