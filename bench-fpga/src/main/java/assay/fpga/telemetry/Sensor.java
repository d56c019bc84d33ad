package assay.fpga.telemetry;

import java.util.List;

/** Something on a board that can be read again and again. Reading never throws. */
interface Sensor {
  /** Most that a board can draw, W: well above the 600 W of a PCI Express card's connectors. */
  double MAX_WATTS = 1000;

  /** Reads it once. */
  SensorValue read();

  /**
   * Power from {@code file}, W. Nothing that runs draws 0 W: drivers give 0 when they have no value
   * (a stopped controller, a shell without one), so 0 is missing here.
   *
   * @param perWatt units of the file in one W
   */
  static Sensor power(SysfsFile file, double perWatt) {
    return () ->
        file.number()
            .then(number -> checkedPower(number / perWatt, "'" + file.name() + "' gives "));
  }

  /** {@code watts} if a board can draw that. */
  static SensorValue checkedPower(double watts, String what) {
    if (watts > 0 && watts <= MAX_WATTS) {
      return new SensorValue.Known(watts);
    }
    return new SensorValue.Missing(
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
    return () -> file.number().then(number -> new SensorValue.Known(number / per));
  }

  /** A quantity that drivers give as 0 where the board has no such sensor, such as °C or rpm. */
  static Sensor present(SysfsFile file, double per) {
    return () ->
        file.number()
            .then(number ->
                number > 0
                    ? new SensorValue.Known(number / per)
                    : new SensorValue.Missing(
                        "'"
                            + file.name()
                            + "' gives 0: no such sensor on this board, or no value"));
  }

  /**
   * Voltage times current, W; both files in thousandths (mV, mA), as hwmon has them. A rail at 0 V
   * is not there, or has no value now.
   */
  static Sensor voltsTimesAmperes(SysfsFile volts, SysfsFile amperes) {
    return () ->
        present(volts, 1e3)
            .read()
            .then(v -> amperes.number().then(mA -> new SensorValue.Known(v * mA / 1e3)));
  }

  /** The sum of {@code parts}, W; missing as soon as one part is. */
  static Sensor totalPower(List<Sensor> parts, String what) {
    return () -> {
      SensorValue sum = new SensorValue.Known(0);
      for (Sensor part : parts) {
        sum = sum.then(soFar -> part.read().then(w -> new SensorValue.Known(soFar + w)));
      }
      return sum.then(watts -> checkedPower(watts, what + " sum to "));
    };
  }
}
