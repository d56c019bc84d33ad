package assay.gpu.driver;

import assay.core.files.Sha256;
import java.util.OptionalInt;

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
 * @param uuid for example {@code GPU-4f3c…}; identifies a single board, so it is never recorded;
 *     for a MIG instance, the board's
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
  /** Prefix of the device names of the test driver. */
  private static final String STAND_IN = "Assay stand-in";

  private static final int UUID_HASH_DIGITS = 12;
  private static final int ADA = 89;
  private static final int HOPPER = 90;
  private static final int F8_BITS = 14;

  /** Hash of its UUID, which distinguishes it from others of its kind and may be recorded. */
  public String uuidHash() {
    return Sha256.of(uuid).substring(0, UUID_HASH_DIGITS);
  }

  /** Compute capability as one number, for example 80 for 8.0. */
  public int capability() {
    return 10 * major + minor;
  }

  /**
   * Significant bits that Tensor Cores keep of products of f8 when they add them; empty if as many
   * as f32 has. Ada (8.9) and Hopper (9.0) align the products of a step with the largest and keep
   * 14 bits, as experiments found (DeepSeek-V3 Technical Report, arXiv 2412.19437, section 3.5.2,
   * and SageAttention2, arXiv 2411.10958). Blackwell has wider accumulators (Khattak and Mikaitis,
   * Accurate Models of NVIDIA Tensor Cores, arXiv 2512.07004).
   */
  public OptionalInt f8AccumulatorBits() {
    return capability() == ADA || capability() == HOPPER
        ? OptionalInt.of(F8_BITS)
        : OptionalInt.empty();
  }

  /** Major version of CUDA as the driver implements it. */
  public int driverMajor() {
    return Integer.parseInt(driverVersion.substring(0, driverVersion.indexOf('.')));
  }

  /** Whether it is our test driver that imitates a device. */
  public boolean emulated() {
    return name.startsWith(STAND_IN);
  }

  /** Whether it is a MIG instance, whose energy is not metered separately. */
  public boolean partOfBoard() {
    return name.contains(" MIG ");
  }
}
