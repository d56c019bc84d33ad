/**
 * The fingerprint of the machine under measurement: what it is (identity), how it is set (settings)
 * and how it was (state). {@link assay.core.environment.Fingerprint} is the way in, and for the
 * size of the caches {@link assay.core.environment.HostCaches}; the other classes each read one
 * part of {@code /proc}, {@code /sys}, this JVM or Assay itself.
 *
 * <p>What cannot be read is named with the reason. Nothing here tells one exemplar of a machine
 * from another: no serial number, no UUID, no hardware address, no home folder.
 */
@NullMarked
package assay.core.environment;

import org.jspecify.annotations.NullMarked;
