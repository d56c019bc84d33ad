package assay.cpu;

import assay.core.program.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The elements of several tensors split into pieces of about equal size. */
public final class Segments {
  private static final int ELEMENTS = 1 << 13;

  private final List<int[]> pieces = new ArrayList<>();

  private Segments() {}

  /** Pieces of these tensors. */
  public static Segments of(List<Tensor> tensors) {
    Segments segments = new Segments();
    for (int t = 0; t < tensors.size(); t++) {
      int n = Memory.length(tensors.get(t));
      int parts = (n - 1) / ELEMENTS + 1;
      for (int i = 0; i < parts; i++) {
        segments.pieces.add(
            new int[] {t, Ranges.start(n, parts, i), Ranges.start(n, parts, i + 1)});
      }
    }
    return segments;
  }

  /** Number of pieces. */
  public int count() {
    return pieces.size();
  }

  /** Index of the tensor that a piece belongs to. */
  public int tensor(int piece) {
    return pieces.get(piece)[0];
  }

  /** First element of a piece. */
  public int from(int piece) {
    return pieces.get(piece)[1];
  }

  /** End of a piece, exclusive. */
  public int to(int piece) {
    return pieces.get(piece)[2];
  }
}
