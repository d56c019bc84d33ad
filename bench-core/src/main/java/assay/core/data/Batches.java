package assay.core.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The order in which training images are drawn. It depends only on (seed, epoch, size), so every
 * target, precision and host sees the same batches.
 *
 * <p>An epoch's order is a Fisher–Yates shuffle of 0 to size − 1, from the last index down, each
 * partner being {@code nextInt(i + 1)} of a {@link SplittableRandom}. Its seed is the {@code (epoch
 * + 1)}-th {@code nextLong()} of {@code new SplittableRandom(seed)}, so the epochs of neighbouring
 * seeds are unrelated (a sum {@code seed + epoch} would give seed 2 the epochs of seed 1 shifted by
 * one). {@code SplittableRandom} is SplitMix64, defined by the paper that its Javadoc cites; tests
 * pin the resulting indices.
 *
 * <p>Images at the end of an epoch that do not fill a batch are dropped; since each epoch has its
 * own order, different images are dropped each time.
 */
public final class Batches {
  private final long seed;
  private final int size;
  private final int batchSize;

  /**
   * @param seed the run's seed
   * @param size number of training images, at least 1
   * @param batchSize images in a batch, 1 to {@code size}
   * @throws IllegalArgumentException when out of range
   */
  public Batches(long seed, int size, int batchSize) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, is " + size);
    }
    if (batchSize < 1 || batchSize > size) {
      throw new IllegalArgumentException(
          "batch size must be 1 to " + size + " (the number of images), is " + batchSize);
    }
    this.seed = seed;
    this.size = size;
    this.batchSize = batchSize;
  }

  /** Number of full batches in an epoch, at least 1. */
  public int perEpoch() {
    return size / batchSize;
  }

  /**
   * The order of one epoch.
   *
   * @param epoch 0 or more
   * @throws IllegalArgumentException when negative
   */
  public Epoch epoch(int epoch) {
    if (epoch < 0) {
      throw new IllegalArgumentException("epoch must be 0 or more, is " + epoch);
    }
    return new Epoch(permutation(seed, epoch, size), batchSize);
  }

  private static int[] permutation(long seed, int epoch, int size) {
    var random = new SplittableRandom(epochSeed(seed, epoch));
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static long epochSeed(long seed, int epoch) {
    var seeds = new SplittableRandom(seed);
    long result = seeds.nextLong();
    for (int i = 0; i < epoch; i++) {
      result = seeds.nextLong();
    }
    return result;
  }

  /** One epoch's order, cut into batches. Immutable. */
  public static final class Epoch {
    private final int[] order;
    private final int batchSize;

    private Epoch(int[] order, int batchSize) {
      this.order = order;
      this.batchSize = batchSize;
    }

    /** Number of full batches in this epoch, at least 1. */
    public int batches() {
      return order.length / batchSize;
    }

    /**
     * The image indices of a batch, in order.
     *
     * @param batch 0 to {@code batches() - 1}
     * @return a new array of the batch size; each index is 0 to size − 1
     * @throws IndexOutOfBoundsException when there is no such batch
     */
    public int[] batch(int batch) {
      int from = Objects.checkIndex(batch, batches()) * batchSize;
      return Arrays.copyOfRange(order, from, from + batchSize);
    }

    /**
     * The whole permutation of 0 to size − 1, including the images at the end that are in no batch.
     */
    public int[] order() {
      return order.clone();
    }
  }
}
