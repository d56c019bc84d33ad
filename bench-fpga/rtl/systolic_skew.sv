// Delays a bundle of signals by a fixed number of cycles, so that operands enter the array as a wave.

`default_nettype none

module systolic_skew #(
    parameter int WIDTH = 8,
    parameter int DELAY = 1
) (
    input  wire clk,
    input  wire rst,
    input  wire [WIDTH-1:0] in,
    output wire [WIDTH-1:0] out
);
  generate
    if (DELAY == 0) begin : g_none
      wire unused_clock = &{clk, rst, 1'b0};
      assign out = in;
    end else begin : g_chain
      logic [WIDTH*DELAY-1:0] stages;
      wire [WIDTH*(DELAY+1)-1:0] taps = {stages, in};
      always_ff @(posedge clk) begin
        stages <= rst ? '0 : taps[0 +: WIDTH*DELAY];
      end
      assign out = taps[WIDTH*DELAY +: WIDTH];
    end
  endgenerate
endmodule

`default_nettype wire
