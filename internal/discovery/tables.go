package discovery

import "strings"

// Each table is the keys of one kind of object: name:kind, with a * where the key is required. Kinds are those of value.go;
// words with a | between them are all that may stand there.

const rootKeys = `components:object* device:object* origin:object*
 availability:available availability_mode:all|any|latest availability_template:template availability_topic:state
 command_topic:command encoding:text message_expiry_interval:count payload_available:text payload_not_available:text
 qos:0|1|2 state_topic:state`

const deviceKeys = `identifiers:texts connections:pairs configuration_url:url hw_version:text manufacturer:text model:text
 model_id:text name:name serial_number:text suggested_area:text sw_version:text via_device:text`

const originKeys = `name:name* support_url:url sw_version:text`

const availabilityKeys = `topic:state* payload_available:text payload_not_available:text value_template:template`

// commonKeys are those of every entity; platform and unique_id are judged apart.
const commonKeys = `availability:available availability_mode:all|any|latest availability_template:template availability_topic:state
 default_entity_id:text device:object enabled_by_default:bool encoding:text entity_category:config|diagnostic entity_picture:url
 group:texts icon:icon json_attributes_template:template json_attributes_topic:state message_expiry_interval:count name:name
 origin:object payload_available:text payload_not_available:text platform:text qos:0|1|2 unique_id:text visible_by_default:bool`

var platformKeys = map[string]string{
	"binary_sensor": `state_topic:state* device_class:text expire_after:count force_update:bool off_delay:count payload_off:text payload_on:text value_template:template`,
	"button":        `command_topic:command* command_template:order device_class:text payload_press:text retain:bool`,
	"switch": `command_topic:command* command_template:order device_class:text optimistic:bool payload_off:text payload_on:text retain:bool
 state_off:text state_on:text state_topic:state value_template:template`,
	"number": `command_topic:command* command_template:order device_class:text max:number min:number mode:auto|box|slider optimistic:bool
 payload_reset:text retain:bool state_topic:state step:number unit_of_measurement:text value_template:template`,
	"select": `command_topic:command* options:texts* command_template:order optimistic:bool retain:bool state_topic:state value_template:template`,
	"sensor": `state_topic:state* device_class:text expire_after:count force_update:bool last_reset_value_template:template options:texts
 state_class:text suggested_display_precision:count unit_of_measurement:text value_template:template`,
	"event": `state_topic:state* event_types:texts* device_class:text value_template:template`,
	"update": `state_topic:state* command_topic:command device_class:text display_precision:count latest_version_template:template
 latest_version_topic:state payload_install:text release_summary:text release_url:url retain:bool title:name value_template:template`,
	"fan": `command_topic:command* command_template:order direction_command_template:order direction_command_topic:command
 direction_state_topic:state direction_value_template:template optimistic:bool oscillation_command_template:order
 oscillation_command_topic:command oscillation_state_topic:state oscillation_value_template:template payload_off:text payload_on:text
 payload_oscillation_off:text payload_oscillation_on:text payload_reset_percentage:text payload_reset_preset_mode:text
 percentage_command_template:order percentage_command_topic:command percentage_state_topic:state percentage_value_template:template
 preset_mode_command_template:order preset_mode_command_topic:command preset_mode_state_topic:state preset_mode_value_template:template
 preset_modes:texts retain:bool speed_range_max:count speed_range_min:count state_topic:state state_value_template:template`,
	"climate": `action_template:template action_topic:state current_humidity_template:template current_humidity_topic:state
 current_temperature_template:template current_temperature_topic:state fan_mode_command_template:order fan_mode_command_topic:command
 fan_mode_state_template:template fan_mode_state_topic:state fan_modes:texts initial:number max_humidity:number max_temp:number
 min_humidity:number min_temp:number mode_command_template:order mode_command_topic:command mode_state_template:template
 mode_state_topic:state modes:texts optimistic:bool payload_off:text payload_on:text power_command_template:order
 power_command_topic:command precision:number preset_mode_command_template:order preset_mode_command_topic:command
 preset_mode_state_topic:state preset_mode_value_template:template preset_modes:texts retain:bool
 swing_horizontal_mode_command_template:order swing_horizontal_mode_command_topic:command swing_horizontal_mode_state_template:template
 swing_horizontal_mode_state_topic:state swing_horizontal_modes:texts swing_mode_command_template:order swing_mode_command_topic:command
 swing_mode_state_template:template swing_mode_state_topic:state swing_modes:texts target_humidity_command_template:order
 target_humidity_command_topic:command target_humidity_state_template:template target_humidity_state_topic:state temp_step:number
 temperature_command_template:order temperature_command_topic:command temperature_high_command_template:order
 temperature_high_command_topic:command temperature_high_state_template:template temperature_high_state_topic:state
 temperature_low_command_template:order temperature_low_command_topic:command temperature_low_state_template:template
 temperature_low_state_topic:state temperature_state_template:template temperature_state_topic:state temperature_unit:C|F
 value_template:template`,
	"cover": `command_topic:command device_class:text optimistic:bool payload_close:text payload_open:text payload_stop:text
 payload_stop_tilt:text position_closed:number position_open:number position_template:template position_topic:state retain:bool
 set_position_template:order set_position_topic:command state_closed:text state_closing:text state_open:text state_opening:text
 state_stopped:text state_topic:state tilt_closed_value:number tilt_command_template:order tilt_command_topic:command tilt_max:number
 tilt_min:number tilt_opened_value:number tilt_optimistic:bool tilt_status_template:template tilt_status_topic:state value_template:template`,
}

// deviceClasses are those of the platforms whose classes have no unit.
var deviceClasses = map[string]string{
	"binary_sensor": `battery battery_charging carbon_monoxide cold connectivity door garage_door gas heat light lock moisture motion
 moving occupancy opening plug power presence problem running safety smoke sound tamper update vibration window`,
	"button": "identify restart update",
	"switch": "outlet switch",
	"event":  "doorbell button motion",
	"update": "firmware",
	"cover":  "awning blind curtain damper door garage gate shade shutter window",
}

// Words of the sensor table.
const (
	measured = "measurement"
	totals   = "total total_increasing"
	anyState = "measurement measurement_angle total total_increasing"
)

// sensorClasses is every device class of a sensor that this project could have a use for, with its units ("-" is none) and
// its state classes; a number has those with units, too. What is not here is refused, so that a use is thought of first.
var sensorClasses = map[string]struct{ units, states string }{
	"date":              {"", ""},
	"enum":              {"", ""},
	"timestamp":         {"", ""},
	"area":              {"ac cm² ft² ha in² km² mi² mm² m² yd²", anyState},
	"battery":           {"%", measured},
	"current":           {"A mA μA", measured},
	"data_rate":         {"B/s GB/s Gbit/s GiB/s KiB/s MB/s Mbit/s MiB/s bit/s kB/s kbit/s", measured},
	"data_size":         {"B EB EiB GB Gbit GiB KiB MB Mbit MiB PB PiB TB TiB YB YiB ZB ZiB bit kB kbit", anyState},
	"distance":          {"cm ft in km m mi mm nmi yd", anyState},
	"duration":          {"d h min ms s μs", anyState},
	"energy":            {"GJ GWh Gcal J MJ MWh Mcal TWh Wh cal kJ kWh kcal mWh", totals},
	"frequency":         {"GHz Hz MHz kHz mHz", measured},
	"humidity":          {"%", measured},
	"power":             {"GW MW TW W kW mW", measured},
	"power_factor":      {"- %", measured},
	"pressure":          {"Pa bar cbar hPa inHg inH₂O kPa mPa mbar mmHg psi", measured},
	"signal_strength":   {"dB dBm", measured},
	"sound_pressure":    {"dB dBA", measured},
	"speed":             {"Beaufort ft/s in/d in/h in/s km/h kn m/min m/s mm/d mm/h mm/s mph", measured},
	"temperature":       {"K °C °F", measured},
	"temperature_delta": {"K °C °F", measured},
	"voltage":           {"MV V kV mV μV", measured},
	"weight":            {"g kg lb mg oz st μg", "measurement total total_increasing"},
}

// unitless is the units of sensors without a device class that this project knows: a mistyped one is found.
var unitless = strings.Fields("% N N/mm steps bpm °")

// fields is a table by key.
func fields(table string) map[string]key {
	all := map[string]key{}
	for _, f := range strings.Fields(table) {
		name, kind, _ := strings.Cut(f, ":")
		kind, required := strings.CutSuffix(kind, "*")
		all[name] = key{kind, required}
	}
	return all
}

type key struct {
	kind     string
	required bool
}
