package assay.gpu.driver;

import assay.core.files.Sha256;

/**
 * A device as the driver describes it.
 *
 * @param ordinal its number among the visible devices, from 0
 * @param name as the driver gives it
 * @param major compute capability before the point
 * @param minor compute capability after the point
 * @param multiprocessors streaming multiprocessors, at least 1
 * @param memoryBytes all of its memory
 * @param computeMode 0 default, 2 prohibited, 3 exclusive to one process
 * @param pciAddress in lower case, for example {@code 0000:3b:00.0}
 * @param uuid for example {@code GPU-4f3c…}; names one exemplar, so it goes into no record; of a
 *     part of a board (MIG), the board's
 * @param driverVersion of CUDA as the driver implements it, for example {@code 12.8}
 */
public record Gpu(
    int ordinal,
    String name,
    int major,
    int minor,
    int multiprocessors,
    long memoryBytes,
    int computeMode,
    String pciAddress,
    String uuid,
    String driverVersion) {
  /** How the devices of the test driver's names begin. */
  private static final String STAND_IN = "Assay stand-in";

  private static final int EXEMPLAR_DIGITS = 12;

  /**
   * What tells it from others of its kind and may go into records: digits of a digest of its UUID.
   */
  public String exemplar() {
    return Sha256.of(uuid).substring(0, EXEMPLAR_DIGITS);
  }

  /** Compute capability as one number, for example 80 for 8.0. */
  public int capability() {
    return 10 * major + minor;
  }

  /** Major version of CUDA as the driver implements it. */
  public int driverMajor() {
    return Integer.parseInt(driverVersion.substring(0, driverVersion.indexOf('.')));
  }

  /** Whether it is a program of ours that imitates a device. */
  public boolean emulated() {
    return name.startsWith(STAND_IN);
  }

  /** Whether it is a part of a board (MIG), whose energy nobody meters by itself. */
  public boolean partOfBoard() {
    return name.contains(" MIG ");
  }
}
