package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Several fields of a device, read in one call, each with its own code. */
final class FieldValues {
  private static final long SIZE = NvmlLayouts.FIELD_VALUE.size();
  private static final long TYPE = NvmlLayouts.FIELD_VALUE.offset("valueType");
  private static final long CODE = NvmlLayouts.FIELD_VALUE.offset("nvmlReturn");
  private static final long VALUE = NvmlLayouts.FIELD_VALUE.offset("value");

  private final Gpu gpu;
  private final List<Field> fields;
  private final MemorySegment values;

  /**
   * Prepares the call.
   *
   * @param fields at least one
   */
  FieldValues(Gpu gpu, List<Field> fields) {
    this.gpu = gpu;
    this.fields = List.copyOf(fields);
    this.values = gpu.arena().allocate(NvmlLayouts.FIELD_VALUE.layout(), fields.size());
  }

  /** Reads all. */
  int call() {
    for (int i = 0; i < fields.size(); i++) {
      values.set(JAVA_INT, i * SIZE, fields.get(i).id());
      values.set(
          JAVA_INT, i * SIZE + JAVA_INT.byteSize(), 0); // Scope: the GPU, not the module it is on.
    }
    return gpu.nvml().fieldValues(gpu.handle(), fields.size(), values);
  }

  /** The code of one of the fields after a successful call. */
  int code(Field field) {
    int code = answer(field).get(JAVA_INT, CODE);
    return code == 0 && Double.isNaN(value(field)) ? NvmlStatus.NO_DATA.code() : code;
  }

  /**
   * The value of one of the fields in its channel's unit, after a successful call; NaN if NVML
   * returned none.
   */
  double value(Field field) {
    return number(answer(field)) * field.scale();
  }

  private MemorySegment answer(Field field) {
    return values.asSlice(fields.indexOf(field) * SIZE, SIZE);
  }

  /** By {@code nvmlValueType_t}. */
  private static double number(MemorySegment field) {
    return switch (field.get(JAVA_INT, TYPE)) {
      case 0 -> field.get(JAVA_DOUBLE, VALUE);
      case 1 -> RawNumber.unsigned(field.get(JAVA_INT, VALUE));
      case 2, 3 -> RawNumber.unsigned(field.get(JAVA_LONG, VALUE));
      case 4 -> RawNumber.signed(field.get(JAVA_LONG, VALUE));
      case 5 -> RawNumber.signed(field.get(JAVA_INT, VALUE));
      case 6 -> RawNumber.unsigned(field.get(JAVA_SHORT, VALUE));
      default -> Double.NaN;
    };
  }
}
