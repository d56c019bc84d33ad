package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;

/** Something on a board that can be read again and again. Reading never throws. */
interface Sensor {
  /** Most that a board can draw, W: well above the 600 W of a PCI Express card's connectors. */
  double MAX_WATTS = 1000;

  /** Reads it once. */
  Availability<Double> read();

  /**
   * Power from {@code file}, W. Nothing that runs draws 0 W: drivers give 0 when they have no value
   * (a stopped controller, a shell without one), so 0 is missing here.
   *
   * @param perWatt units of the file in one W
   */
  static Sensor power(SysfsFile file, double perWatt) {
    return () ->
        file.number()
            .flatMap(number -> checkedPower(number / perWatt, "'" + file.name() + "' gives "));
  }

  /** {@code watts} if a board can draw that. */
  static Availability<Double> checkedPower(double watts, String what) {
    if (watts > 0 && watts <= MAX_WATTS) {
      return new Available<>(watts);
    }
    return new Unavailable<>(
        what
            + watts
            + " W, which no running board draws: the card or its controller has no value now; see"
            + " 'dmesg' and the driver's own tool");
  }

  /**
   * Any quantity from {@code file}.
   *
   * @param per units of the file in one of the sensor's
   */
  static Sensor plain(SysfsFile file, double per) {
    return () -> file.number().map(number -> number / per);
  }

  /** A quantity that drivers give as 0 where the board has no such sensor, such as °C or rpm. */
  static Sensor present(SysfsFile file, double per) {
    return () ->
        file.number()
            .flatMap(number ->
                number > 0
                    ? new Available<>(number / per)
                    : new Unavailable<>(
                        "'"
                            + file.name()
                            + "' gives 0: no such sensor on this board, or no value"));
  }

  /**
   * Voltage times current, W; both files in thousandths (mV, mA), as hwmon has them. A rail at 0 V
   * is not there, or has no value now.
   */
  static Sensor voltsTimesAmperes(SysfsFile volts, SysfsFile amperes) {
    return () -> present(volts, 1e3).read().flatMap(v -> amperes.number().map(mA -> v * mA / 1e3));
  }

  /** The sum of {@code parts}, W; missing as soon as one part is. */
  static Sensor totalPower(List<Sensor> parts, String what) {
    return () -> {
      Availability<Double> sum = new Available<>(0.0);
      for (Sensor part : parts) {
        sum = sum.flatMap(soFar -> part.read().map(w -> soFar + w));
      }
      return sum.flatMap(watts -> checkedPower(watts, what + " sum to "));
    };
  }
}
