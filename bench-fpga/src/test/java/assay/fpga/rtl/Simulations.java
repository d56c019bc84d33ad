package assay.fpga.rtl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.core.availability.Availability;
import assay.core.device.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Simulations for the tests of this package, and an integer oracle of their own. */
final class Simulations {
  /** Kept between test runs: a build takes seconds. */
  static final Path FOLDER = Path.of("target", "rtl-cache").toAbsolutePath();

  static final Cache CACHE = Cache.ofUser(Map.of("XDG_CACHE_HOME", FOLDER.toString()));

  static final Model.Pauses NEVER = new Model.Pauses(0, 0, 0, 0);
  private static final long LIMIT_SECONDS = 600;

  private Simulations() {}

  /** Skips, or fails where the target is required, with the target's own reason. */
  static void requireTools() {
    if (new RtlTarget().probe() instanceof Availability.Unavailable<Device> missing) {
      String message = RtlTarget.ID + ": " + missing.toText();
      if (List.of(System.getProperty("assay.require", "").split(",")).contains(RtlTarget.ID)) {
        fail(message);
      }
      abort(message);
    }
  }

  static Tools tools() {
    return new Tools(System.getenv());
  }

  static Model model(ArraySize size) throws IOException {
    return Model.build(Sources.shipped(), size, tools(), CACHE);
  }

  /** A product of m×k and k×n operands over the whole range of int8. */
  record Case(int m, int n, int k, byte[] a, byte[] b) {
    static Case random(int m, int n, int k, SplittableRandom random) {
      Case made = new Case(m, n, k, new byte[m * k], new byte[k * n]);
      random.nextBytes(made.a);
      random.nextBytes(made.b);
      return made;
    }

    int[] expected() {
      int[] c = new int[m * n];
      for (int i = 0; i < m; i++) {
        for (int p = 0; p < k; p++) {
          for (int j = 0; j < n; j++) {
            c[i * n + j] += a[i * k + p] * b[p * n + j];
          }
        }
      }
      return c;
    }

    long macs() {
      return (long) m * n * k;
    }

    @Override
    public String toString() {
      return "m=" + m + ", n=" + n + ", k=" + k;
    }
  }

  /** What the simulation made of a case. */
  record Outcome(int[] c, Model.Counts counts) {}

  static Outcome run(Model model, Case test, Model.Pauses pauses, Path folder) throws IOException {
    Path operands = folder.resolve("operands");
    Path result = folder.resolve("result");
    ByteBuffer bytes = ByteBuffer.allocate(test.a.length + test.b.length);
    Files.write(operands, bytes.put(test.a).put(test.b).array());
    Files.deleteIfExists(result);
    Model.Counts counts =
        model.multiply(test.m, test.n, test.k, operands, result, pauses, LIMIT_SECONDS);
    int[] c = new int[test.m * test.n];
    ByteBuffer.wrap(Files.readAllBytes(result)).order(ByteOrder.nativeOrder()).asIntBuffer().get(c);
    return new Outcome(c, counts);
  }
}
