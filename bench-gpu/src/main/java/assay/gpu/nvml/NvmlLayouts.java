package assay.gpu.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.core.ffi.CStruct;
import java.lang.foreign.MemoryLayout;

/** The structures of NVML used here, on 64-bit Linux. */
final class NvmlLayouts {
  /** {@code nvmlPciInfo_t} of {@code nvmlDeviceGetPciInfo_v3}. */
  static final CStruct PCI_INFO =
      CStruct.of(
          MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("busIdLegacy"),
          JAVA_INT.withName("domain"),
          JAVA_INT.withName("bus"),
          JAVA_INT.withName("device"),
          JAVA_INT.withName("pciDeviceId"),
          JAVA_INT.withName("pciSubSystemId"),
          MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("busId"));

  /** {@code nvmlUtilization_t}: percent of the last sample period. */
  static final CStruct UTILIZATION =
      CStruct.of(JAVA_INT.withName("gpu"), JAVA_INT.withName("memory"));

  /** {@code nvmlMemory_t}: bytes. */
  static final CStruct MEMORY =
      CStruct.of(
          JAVA_LONG.withName("total"), JAVA_LONG.withName("free"), JAVA_LONG.withName("used"));

  /** {@code nvmlFieldValue_t}; the value is a union of 8 bytes. */
  static final CStruct FIELD_VALUE =
      CStruct.of(
          JAVA_INT.withName("fieldId"),
          JAVA_INT.withName("scopeId"),
          JAVA_LONG.withName("timestamp"),
          JAVA_LONG.withName("latencyUsec"),
          JAVA_INT.withName("valueType"),
          JAVA_INT.withName("nvmlReturn"),
          JAVA_LONG.withName("value"));

  /** {@code nvmlViolationTime_t}: µs of the host's clock, ns of violation. */
  static final CStruct VIOLATION_TIME =
      CStruct.of(JAVA_LONG.withName("referenceTime"), JAVA_LONG.withName("violationTime"));

  /** {@code nvmlTemperature_v1_t}: °C. */
  static final CStruct TEMPERATURE =
      CStruct.of(
          JAVA_INT.withName("version"),
          JAVA_INT.withName("sensorType"),
          JAVA_INT.withName("temperature"));

  /** {@code nvmlEventData_t}. */
  static final CStruct EVENT_DATA =
      CStruct.of(
          ADDRESS.withName("device"),
          JAVA_LONG.withName("eventType"),
          JAVA_LONG.withName("eventData"),
          JAVA_INT.withName("gpuInstanceId"),
          JAVA_INT.withName("computeInstanceId"));

  private NvmlLayouts() {}

  /** Value of a structure's member {@code version}: {@code NVML_STRUCT_VERSION}. */
  static int version(CStruct struct, int version) {
    return (int) struct.size() | version << 24;
  }
}
