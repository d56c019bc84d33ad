package assay.core.workload;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights of {@link FashionCnn} in a file: for each parameter, in the program's order, its name
 * (modified UTF-8), the number of elements (32-bit) and the elements (binary32), all big-endian.
 */
public final class TrainedWeights {
  private static final String RESOURCE = "/assay/data/cnn-fashion.weights";

  private TrainedWeights() {}

  /**
   * The built-in weights, for the parameters of {@code program}.
   *
   * @throws IllegalStateException if the resource is missing or belongs to another network
   */
  static Map<Tensor, HostTensor> shipped(Program program) {
    try (InputStream in = TrainedWeights.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
      }
      return read(program, new DataInputStream(new java.io.BufferedInputStream(in)));
    } catch (IOException e) {
      throw new IllegalStateException(
          "resource " + RESOURCE + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<Tensor, HostTensor> read(Program program, DataInputStream in)
      throws IOException {
    Map<Tensor, HostTensor> values = new LinkedHashMap<>();
    for (Tensor parameter : program.parameters()) {
      String name = in.readUTF();
      int elements = in.readInt();
      if (!name.equals(parameter.name()) || elements != parameter.elements()) {
        throw new IOException(
            "expected " + parameter + ", found " + name + " of " + elements + " elements");
      }
      HostTensor value = HostTensor.allocate(parameter);
      for (int i = 0; i < elements; i++) {
        value.set(i, in.readFloat());
      }
      values.put(parameter, value);
    }
    return values;
  }

  /** Writes the parameters of {@code program} in the format of the built-in weights. */
  public static void write(Program program, Map<Tensor, HostTensor> state, OutputStream out) {
    try (DataOutputStream data = new DataOutputStream(out)) {
      for (Tensor parameter : program.parameters()) {
        HostTensor value =
            java.util.Objects.requireNonNull(state.get(parameter), parameter::toString);
        data.writeUTF(parameter.name());
        data.writeInt((int) parameter.elements());
        for (long i = 0; i < parameter.elements(); i++) {
          data.writeFloat((float) value.get(i));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
