package assay.core.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * A division of images into folds for a cross-validation: each image is tested in one fold and
 * trained on in all others. It depends only on (seed, size, folds). Immutable.
 *
 * <p>The images are shuffled as {@link Batches} does, from a seed of its own, and cut into
 * consecutive parts whose sizes differ by at most one.
 */
public final class Folds {
  /** Keeps the division apart from the batches of a run with the same seed. */
  private static final long SALT = 0x464F_4C44_5331_3937L;

  private final int[] order;
  private final int folds;

  /**
   * @param seed the run's seed
   * @param size number of images
   * @param folds 2 to {@code size}
   * @throws IllegalArgumentException when out of range
   */
  public Folds(long seed, int size, int folds) {
    if (folds < 2 || folds > size) {
      throw new IllegalArgumentException(
          "folds must be 2 to " + size + " (the number of images), is " + folds);
    }
    this.order = new Batches(seed ^ SALT, size, 1).epoch(0).order();
    this.folds = folds;
  }

  /**
   * The images that are tested in a fold, ascending.
   *
   * @param fold from 0
   */
  public int[] test(int fold) {
    int[] part = Arrays.copyOfRange(order, start(Objects.checkIndex(fold, folds)), start(fold + 1));
    Arrays.sort(part);
    return part;
  }

  /**
   * The images that are trained on in a fold, ascending: all others.
   *
   * @param fold from 0
   */
  public int[] train(int fold) {
    int from = start(Objects.checkIndex(fold, folds));
    int to = start(fold + 1);
    int[] rest = new int[order.length - (to - from)];
    System.arraycopy(order, 0, rest, 0, from);
    System.arraycopy(order, to, rest, from, order.length - to);
    Arrays.sort(rest);
    return rest;
  }

  private int start(int fold) {
    return (int) ((long) fold * order.length / folds);
  }
}
