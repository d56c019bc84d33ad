package assay.gpu.nvml;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Readings;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * One call to NVML and the channels that it fills.
 *
 * @param call makes it and returns NVML's code
 * @param outputs the values of its result, in the order of the channels
 */
record Query(IntSupplier call, List<Output> outputs) {
  /**
   * A value of a successful call's result.
   *
   * @param code NVML's code for this value alone
   * @param value the value in the channel's unit; valid only if the code is 0
   */
  record Output(Channel channel, IntSupplier code, DoubleSupplier value) {
    /** A value that is present if the call succeeds, unless it is NaN. */
    static Output of(Channel channel, DoubleSupplier value) {
      return new Output(
          channel,
          () ->
              (Double.isNaN(value.getAsDouble()) ? NvmlStatus.NO_DATA : NvmlStatus.SUCCESS).code(),
          value);
    }
  }

  /** Copies the outputs. */
  Query {
    outputs = List.copyOf(outputs);
  }

  /** A call with one value. */
  static Query of(IntSupplier call, Output output) {
    return new Query(call, List.of(output));
  }

  /**
   * Makes the call and stores its values.
   *
   * @param from index of the first channel in {@code into}
   * @return NVML's code for the call
   */
  int read(int from, Readings into) {
    int code = call.getAsInt();
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      int own = code == 0 ? output.code().getAsInt() : code;
      if (own == 0) {
        into.value(from + i, output.value().getAsDouble());
      } else {
        into.missing(from + i, NvmlStatus.describe(own));
      }
    }
    return code;
  }

  /** Tries the call; returns its code, or the first error code of a value. */
  int tried() {
    int code = call.getAsInt();
    for (int i = 0; code == 0 && i < outputs.size(); i++) {
      code = outputs.get(i).code().getAsInt();
    }
    return code;
  }
}
