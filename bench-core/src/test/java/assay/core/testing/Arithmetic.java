package assay.core.testing;

/**
 * Arithmetic rounded to binary32 or binary64 after every operation, with sums in a chosen order. A
 * binary32 operation done in binary64 and rounded once more gives the correctly rounded binary32
 * result (Figueroa 1995).
 */
final class Arithmetic {
  /** How a sum is taken. */
  enum Order {
    SEQUENTIAL,
    REVERSED,
    PAIRWISE,
    BLOCKED,
    FMA
  }

  private static final int BLOCK = 8;

  private final boolean single;
  private final Order order;

  Arithmetic(boolean single, Order order) {
    this.single = single;
    this.order = order;
  }

  double round(double value) {
    return single ? (float) value : value;
  }

  double add(double a, double b) {
    return round(a + b);
  }

  double multiply(double a, double b) {
    return round(a * b);
  }

  double divide(double a, double b) {
    return round(a / b);
  }

  double root(double a) {
    return round(Math.sqrt(a));
  }

  double dot(double[] a, double[] b, int length) {
    if (order == Order.FMA) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum = round(Math.fma(a[i], b[i], sum));
      }
      return sum;
    }
    double[] products = new double[length];
    for (int i = 0; i < length; i++) {
      products[i] = multiply(a[i], b[i]);
    }
    return sum(products, length);
  }

  double sum(double[] terms, int length) {
    return switch (order) {
      case SEQUENTIAL, FMA -> strided(terms, 0, length, 1);
      case REVERSED -> strided(terms, length - 1, length, -1);
      case PAIRWISE -> pairwise(terms, 0, length);
      case BLOCKED -> blocked(terms, length);
    };
  }

  private double strided(double[] terms, int from, int count, int stride) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum = add(sum, terms[from + i * stride]);
    }
    return sum;
  }

  private double pairwise(double[] terms, int from, int length) {
    if (length <= 1) {
      return length == 0 ? 0 : terms[from];
    }
    int half = length / 2;
    return add(pairwise(terms, from, half), pairwise(terms, from + half, length - half));
  }

  /** Like vector lanes: partial sums of every eighth term, then their sum. */
  private double blocked(double[] terms, int length) {
    double[] lanes = new double[BLOCK];
    for (int i = 0; i < length; i++) {
      lanes[i % BLOCK] = add(lanes[i % BLOCK], terms[i]);
    }
    return strided(lanes, 0, BLOCK, 1);
  }
}
