//! CAN controllers (linux/can/netlink.h).

use route2_wire::{Kind, Packed, Payload, Str, StructField, attrs, bits, names, record};

attrs! {
    /// A CAN controller: `IFLA_CAN_*`. `data` is the faster part of CAN FD's frames, `xl` that of
    /// CAN XL's.
    pub struct Can: link kind "can" {
        1  = IFLA_CAN_BITTIMING             => can_bittiming: CanBittiming,
        /// What the hardware can do.
        2  = IFLA_CAN_BITTIMING_CONST       => can_bittiming_const: CanBittimingConst [ro],
        /// The controller's clock, in Hz.
        3  = IFLA_CAN_CLOCK                 => can_clock: u32 [ro],
        4  = IFLA_CAN_STATE                 => can_state: CanState [ro],
        5  = IFLA_CAN_CTRLMODE              => can_ctrlmode: CanCtrlmode,
        /// How long after it left the bus it comes back, in milliseconds; 0 is never.
        6  = IFLA_CAN_RESTART_MS            => can_restart_ms: u32,
        /// Brings it back to the bus at once.
        7  = IFLA_CAN_RESTART               => can_restart: u32 [wo],
        8  = IFLA_CAN_BERR_COUNTER          => can_berr_counter: CanBerrCounter [volatile],
        9  = IFLA_CAN_DATA_BITTIMING        => can_data_bittiming: CanBittiming,
        10 = IFLA_CAN_DATA_BITTIMING_CONST  => can_data_bittiming_const: CanBittimingConst [ro],
        /// The resistor at the bus's end, in ohms; 0 is off.
        11 = IFLA_CAN_TERMINATION           => can_termination: u16,
        /// The resistors that the hardware has.
        12 = IFLA_CAN_TERMINATION_CONST     => can_termination_const: Packed<u16> [ro],
        /// The bit rates that the hardware has, where it has only some.
        13 = IFLA_CAN_BITRATE_CONST         => can_bitrate_const: Packed<u32> [ro],
        14 = IFLA_CAN_DATA_BITRATE_CONST    => can_data_bitrate_const: Packed<u32> [ro],
        /// The highest bit rate; 0 is unknown.
        15 = IFLA_CAN_BITRATE_MAX           => can_bitrate_max: u32 [ro],
        /// How the transceiver's delay is made up for.
        16 = IFLA_CAN_TDC                   => can_tdc: CanTdc,
        17 = IFLA_CAN_CTRLMODE_EXT          => can_ctrlmode_ext: CanCtrlmodeExt [ro],
        18 = IFLA_CAN_XL_DATA_BITTIMING     => can_xl_data_bittiming: CanBittiming,
        19 = IFLA_CAN_XL_DATA_BITTIMING_CONST => can_xl_data_bittiming_const: CanBittimingConst [ro],
        20 = IFLA_CAN_XL_DATA_BITRATE_CONST => can_xl_data_bitrate_const: Packed<u32> [ro],
        21 = IFLA_CAN_XL_TDC                => can_xl_tdc: CanTdc,
        22 = IFLA_CAN_XL_PWM                => can_xl_pwm: CanPwm,
    }
}

record! {
    /// `struct can_bittiming`: a bit's time, in quanta where nothing else is said.
    pub struct CanBittiming {
        /// In bits a second.
        bitrate: u32,
        /// In tenths of a percent.
        sample_point: u32,
        /// A quantum's length, in nanoseconds.
        tq: u32,
        prop_seg: u32,
        phase_seg1: u32,
        phase_seg2: u32,
        sjw: u32,
        /// Divides the clock.
        brp: u32,
    }
}

record! {
    /// `struct can_bittiming_const`.
    pub struct CanBittimingConst {
        /// What the controller is called.
        name: CanControllerName,
        tseg1_min: u32,
        tseg1_max: u32,
        tseg2_min: u32,
        tseg2_max: u32,
        sjw_max: u32,
        brp_min: u32,
        brp_max: u32,
        brp_inc: u32,
    }
}

/// Text in 16 bytes, the last of them NUL.
#[derive(Clone, Copy, Debug)]
pub enum CanControllerName {}
impl Payload for CanControllerName {
    const KIND: Kind = Str::KIND;
    type View<'a> = &'a str;
    type Owned = String;
    fn view(bytes: &[u8]) -> Option<&str> {
        Str::view(bytes)
    }
    fn put(view: &str, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend(view.bytes().take(Self::SIZE - 1));
        out.resize(start + Self::SIZE, 0);
    }
    fn read(bytes: &[u8]) -> Option<String> {
        Str::read(bytes)
    }
    fn write(value: &String, out: &mut Vec<u8>) {
        Self::put(value, out);
    }
}
impl StructField for CanControllerName {
    const SIZE: usize = 16;
    const ALIGN: usize = 1;
    fn take(bytes: &[u8]) -> String {
        Str::read(bytes).unwrap_or_default()
    }
}

names! {
    /// How well it gets on with the bus: `CAN_STATE_*`.
    pub struct CanState: u32 {
        0 = ERROR_ACTIVE "ERROR-ACTIVE",
        1 = ERROR_WARNING "ERROR-WARNING",
        2 = ERROR_PASSIVE "ERROR-PASSIVE",
        3 = BUS_OFF "BUS-OFF",
        4 = STOPPED "STOPPED",
        5 = SLEEPING "SLEEPING",
    }
}

record! {
    /// `struct can_ctrlmode`.
    pub struct CanCtrlmode {
        /// Which flags a request is about.
        mask: CanMode,
        flags: CanMode,
    }
}

bits! {
    /// How a controller works: `CAN_CTRLMODE_*`.
    pub struct CanMode: u32 {
        0x0001 = LOOPBACK "LOOPBACK",
        0x0002 = LISTENONLY "LISTEN-ONLY",
        0x0004 = TRIPLE_SAMPLING "TRIPLE-SAMPLING",
        0x0008 = ONE_SHOT "ONE-SHOT",
        0x0010 = BERR_REPORTING "BERR-REPORTING",
        0x0020 = FD "FD",
        0x0040 = PRESUME_ACK "PRESUME-ACK",
        0x0080 = FD_NON_ISO "FD-NON-ISO",
        0x0100 = CC_LEN8_DLC "CC-LEN8-DLC",
        0x0200 = TDC_AUTO "TDC-AUTO",
        0x0400 = TDC_MANUAL "TDC-MANUAL",
        0x0800 = RESTRICTED "RESTRICTED",
        0x1000 = XL "XL",
        0x2000 = XL_TDC_AUTO "XL-TDC-AUTO",
        0x4000 = XL_TDC_MANUAL "XL-TDC-MANUAL",
        0x8000 = XL_TMS "XL-TMS",
    }
}

record! {
    /// `struct can_berr_counter`: errors on the bus.
    pub struct CanBerrCounter {
        txerr: u16,
        rxerr: u16,
    }
}

attrs! {
    /// How the transceiver's delay is made up for: `IFLA_CAN_TDC_*`.
    pub struct CanTdc {
        1 = IFLA_CAN_TDC_TDCV_MIN => tdcv_min: u32 [ro],
        2 = IFLA_CAN_TDC_TDCV_MAX => tdcv_max: u32 [ro],
        3 = IFLA_CAN_TDC_TDCO_MIN => tdco_min: u32 [ro],
        4 = IFLA_CAN_TDC_TDCO_MAX => tdco_max: u32 [ro],
        5 = IFLA_CAN_TDC_TDCF_MIN => tdcf_min: u32 [ro],
        6 = IFLA_CAN_TDC_TDCF_MAX => tdcf_max: u32 [ro],
        /// The delay.
        7 = IFLA_CAN_TDC_TDCV     => tdcv: u32,
        /// Added to it.
        8 = IFLA_CAN_TDC_TDCO     => tdco: u32,
        /// The least delay that is believed.
        9 = IFLA_CAN_TDC_TDCF     => tdcf: u32,
    }
}

attrs! {
    /// `IFLA_CAN_CTRLMODE_*`.
    pub struct CanCtrlmodeExt {
        /// What the hardware can do.
        1 = IFLA_CAN_CTRLMODE_SUPPORTED => supported: CanMode [ro],
    }
}

attrs! {
    /// Pulse widths of CAN XL: `IFLA_CAN_PWM_*`.
    pub struct CanPwm {
        1 = IFLA_CAN_PWM_PWMS_MIN => pwms_min: u32 [ro],
        2 = IFLA_CAN_PWM_PWMS_MAX => pwms_max: u32 [ro],
        3 = IFLA_CAN_PWM_PWML_MIN => pwml_min: u32 [ro],
        4 = IFLA_CAN_PWM_PWML_MAX => pwml_max: u32 [ro],
        5 = IFLA_CAN_PWM_PWMO_MIN => pwmo_min: u32 [ro],
        6 = IFLA_CAN_PWM_PWMO_MAX => pwmo_max: u32 [ro],
        /// The short part.
        7 = IFLA_CAN_PWM_PWMS     => pwms: u32,
        /// The long part.
        8 = IFLA_CAN_PWM_PWML     => pwml: u32,
        /// The offset.
        9 = IFLA_CAN_PWM_PWMO     => pwmo: u32,
    }
}

record! {
    /// `struct can_device_stats`: how often things happened that are not packets.
    pub struct CanStats: xstats kind "can" {
        bus_error: u32,
        error_warning: u32,
        error_passive: u32,
        bus_off: u32,
        arbitration_lost: u32,
        restarts: u32,
    }
}
