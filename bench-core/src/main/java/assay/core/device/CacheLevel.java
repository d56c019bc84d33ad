package assay.core.device;

/**
 * A level of a device's caches for data.
 *
 * @param level from 1, the nearest to the arithmetic units
 * @param bytes capacity of one cache of this level (the smallest, if they differ), at least 1
 * @param totalBytes capacity of all caches of this level together
 */
public record CacheLevel(int level, long bytes, long totalBytes) {
  public CacheLevel {
    if (level < 1 || bytes < 1 || totalBytes < bytes) {
      throw new IllegalArgumentException(
          "no cache: level " + level + " of " + bytes + " bytes, " + totalBytes + " in all");
    }
  }
}
