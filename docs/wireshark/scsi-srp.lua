-- SPDX-License-Identifier: Apache-2.0
--
-- Information units of the SCSI RDMA Protocol (INCITS 365, SRP-2) for Wireshark and tshark, which
-- know the packets below them but not SRP:
--
--   tshark -X lua_script:docs/wireshark/scsi-srp.lua -r run.pcapng -Y scsi_srp
--
-- Logins stand in the private data of communication management, all else in SENDs of one packet.

local srp = Proto("scsi_srp", "SCSI RDMA Protocol")

local NAMES = {
  [0x00] = "SRP_LOGIN_REQ",
  [0x01] = "SRP_TSK_MGMT",
  [0x02] = "SRP_CMD",
  [0x03] = "SRP_I_LOGOUT",
  [0x41] = "SRP_CRED_RSP",
  [0x42] = "SRP_AER_RSP",
  [0x80] = "SRP_T_LOGOUT",
  [0x81] = "SRP_CRED_REQ",
  [0x82] = "SRP_AER_REQ",
  [0xC0] = "SRP_LOGIN_RSP",
  [0xC1] = "SRP_RSP",
  [0xC2] = "SRP_LOGIN_REJ",
}

-- The shortest unit of each kind.
local LEAST = {
  [0x00] = 64,
  [0x01] = 48,
  [0x02] = 48,
  [0x03] = 16,
  [0x41] = 16,
  [0x42] = 16,
  [0x80] = 16,
  [0x81] = 16,
  [0x82] = 36,
  [0xC0] = 52,
  [0xC1] = 36,
  [0xC2] = 32,
}

local FORMATS = { [0] = "none", [1] = "direct", [2] = "indirect", [3] = "immediate" }

local ATTRIBUTES = { [0] = "SIMPLE", [1] = "HEAD OF QUEUE", [2] = "ORDERED", [4] = "ACA" }

local FUNCTIONS = {
  [0x01] = "ABORT TASK",
  [0x02] = "ABORT TASK SET",
  [0x04] = "CLEAR TASK SET",
  [0x08] = "LOGICAL UNIT RESET",
  [0x40] = "CLEAR ACA",
}

local STATUSES = {
  [0x00] = "GOOD",
  [0x02] = "CHECK CONDITION",
  [0x04] = "CONDITION MET",
  [0x08] = "BUSY",
  [0x18] = "RESERVATION CONFLICT",
  [0x28] = "TASK SET FULL",
  [0x30] = "ACA ACTIVE",
  [0x40] = "TASK ABORTED",
}

local REASONS = {
  [0x00010000] = "unable to establish a channel, no reason given",
  [0x00010001] = "insufficient resources",
  [0x00010002] = "requested length of units too large",
  [0x00010003] = "unable to associate the channel with the I_T nexus",
  [0x00010004] = "unsupported descriptor format",
  [0x00010005] = "several channels for one I_T nexus not supported",
  [0x00010006] = "no more channels for this I_T nexus",
}

local RESPONSES = {
  [0x00] = "complete",
  [0x02] = "request fields invalid",
  [0x04] = "function not supported",
  [0x05] = "function failed",
}

local COMMANDS = {
  [0x00] = "TEST UNIT READY",
  [0x03] = "REQUEST SENSE",
  [0x08] = "READ(6)",
  [0x0A] = "WRITE(6)",
  [0x12] = "INQUIRY",
  [0x15] = "MODE SELECT(6)",
  [0x1A] = "MODE SENSE(6)",
  [0x25] = "READ CAPACITY(10)",
  [0x28] = "READ(10)",
  [0x2A] = "WRITE(10)",
  [0x2F] = "VERIFY(10)",
  [0x35] = "SYNCHRONIZE CACHE(10)",
  [0x42] = "UNMAP",
  [0x4D] = "LOG SENSE",
  [0x55] = "MODE SELECT(10)",
  [0x5A] = "MODE SENSE(10)",
  [0x5E] = "PERSISTENT RESERVE IN",
  [0x5F] = "PERSISTENT RESERVE OUT",
  [0x7F] = "variable length",
  [0x88] = "READ(16)",
  [0x89] = "COMPARE AND WRITE",
  [0x8A] = "WRITE(16)",
  [0x8F] = "VERIFY(16)",
  [0x91] = "SYNCHRONIZE CACHE(16)",
  [0x93] = "WRITE SAME(16)",
  [0x9E] = "SERVICE ACTION IN(16)",
  [0xA0] = "REPORT LUNS",
  [0xA3] = "MAINTENANCE IN",
  [0xA8] = "READ(12)",
  [0xAA] = "WRITE(12)",
}

local f = {
  opcode = ProtoField.uint8("scsi_srp.opcode", "Unit", base.HEX, NAMES),
  tag = ProtoField.uint64("scsi_srp.tag", "Tag", base.HEX),
  credits = ProtoField.int32("scsi_srp.request_limit_delta", "Request limit delta"),
  solicited = ProtoField.uint8("scsi_srp.solicited", "Solicited notification", base.HEX),
  req_length = ProtoField.uint32("scsi_srp.requested_length", "Requested length of units"),
  req_formats = ProtoField.uint16("scsi_srp.buffer_formats", "Buffer formats", base.HEX),
  channels = ProtoField.uint8("scsi_srp.multichannel", "Multichannel", base.HEX, nil, 0x03),
  imm_offset = ProtoField.uint16("scsi_srp.immediate_offset", "Immediate data offset"),
  initiator = ProtoField.bytes("scsi_srp.initiator_port", "Initiator port identifier"),
  target = ProtoField.bytes("scsi_srp.target_port", "Target port identifier"),
  to_target = ProtoField.uint32("scsi_srp.length_to_target", "Longest unit to the target"),
  to_initiator = ProtoField.uint32("scsi_srp.length_to_initiator", "Longest unit to the initiator"),
  reason = ProtoField.uint32("scsi_srp.reason", "Reason", base.HEX, REASONS),
  lun = ProtoField.uint64("scsi_srp.lun", "Logical unit number", base.HEX),
  func = ProtoField.uint8("scsi_srp.function", "Task management function", base.HEX, FUNCTIONS),
  task_tag = ProtoField.uint64("scsi_srp.task_tag", "Tag of the task", base.HEX),
  out_format = ProtoField.uint8("scsi_srp.out_format", "Data-out format", base.DEC, FORMATS, 0xF0),
  in_format = ProtoField.uint8("scsi_srp.in_format", "Data-in format", base.DEC, FORMATS, 0x0F),
  out_count = ProtoField.uint8("scsi_srp.out_count", "Data-out descriptors"),
  in_count = ProtoField.uint8("scsi_srp.in_count", "Data-in descriptors"),
  attribute = ProtoField.uint8("scsi_srp.attribute", "Task attribute", base.DEC, ATTRIBUTES, 0x07),
  more_cdb = ProtoField.uint8("scsi_srp.additional_cdb", "Additional CDB words", base.DEC, nil, 0xFC),
  cdb = ProtoField.bytes("scsi_srp.cdb", "CDB"),
  operation = ProtoField.uint8("scsi_srp.operation", "Operation code", base.HEX, COMMANDS),
  address = ProtoField.uint64("scsi_srp.memory_address", "Memory address", base.HEX),
  key = ProtoField.uint32("scsi_srp.memory_key", "Memory key", base.HEX),
  length = ProtoField.uint32("scsi_srp.memory_length", "Memory length"),
  total = ProtoField.uint32("scsi_srp.total_length", "Total length of an indirect table"),
  immediate = ProtoField.uint32("scsi_srp.immediate_length", "Immediate data length"),
  flags = ProtoField.uint8("scsi_srp.flags", "Flags", base.HEX),
  status = ProtoField.uint8("scsi_srp.status", "Status", base.HEX, STATUSES),
  out_residual = ProtoField.uint32("scsi_srp.out_residual", "Data-out residual"),
  in_residual = ProtoField.uint32("scsi_srp.in_residual", "Data-in residual"),
  sense_length = ProtoField.uint32("scsi_srp.sense_length", "Sense data length"),
  response_length = ProtoField.uint32("scsi_srp.response_length", "Response data length"),
  response = ProtoField.uint8("scsi_srp.response", "Response code", base.HEX, RESPONSES),
  sense = ProtoField.bytes("scsi_srp.sense", "Sense data"),
}
srp.fields = f

local cut_short = ProtoExpert.new(
  "scsi_srp.cut_short", "The unit is shorter than its fields say",
  expert.group.MALFORMED, expert.severity.ERROR)
srp.experts = { cut_short }

local bth_opcode = Field.new("infiniband.bth.opcode")

local function descriptor(tvb, tree, at)
  local branch = tree:add(srp, tvb(at, 16), "Memory descriptor")
  branch:add(f.address, tvb(at, 8))
  branch:add(f.key, tvb(at + 8, 4))
  branch:add(f.length, tvb(at + 12, 4))
end

-- One buffer descriptor; answers where the next one begins, or nil where the unit ends before.
local function buffer(tvb, tree, at, format, count)
  if format == 0 then
    return at
  end
  if format == 3 then
    if tvb:len() < at + 4 then
      return nil
    end
    tree:add(f.immediate, tvb(at, 4))
    return at + 4
  end
  local size = format == 1 and 16 or 20 + 16 * count
  if tvb:len() < at + size then
    return nil
  end
  descriptor(tvb, tree, at)
  if format == 2 then
    tree:add(f.total, tvb(at + 16, 4))
    for index = 0, count - 1 do
      descriptor(tvb, tree, at + 20 + 16 * index)
    end
  end
  return at + size
end

local function command(tvb, tree)
  tree:add(f.solicited, tvb(1, 1))
  tree:add(f.out_format, tvb(5, 1))
  tree:add(f.in_format, tvb(5, 1))
  tree:add(f.out_count, tvb(6, 1))
  tree:add(f.in_count, tvb(7, 1))
  tree:add(f.tag, tvb(8, 8))
  tree:add(f.lun, tvb(20, 8))
  tree:add(f.attribute, tvb(29, 1))
  tree:add(f.more_cdb, tvb(31, 1))
  local more = 4 * bit.rshift(tvb(31, 1):uint(), 2)
  tree:add(f.operation, tvb(32, 1))
  if tvb:len() < 48 + more then
    tree:add_proto_expert_info(cut_short)
    return ""
  end
  tree:add(f.cdb, tvb(32, 16 + more))
  local formats = tvb(5, 1):uint()
  local at = buffer(tvb, tree, 48 + more, bit.rshift(formats, 4), tvb(6, 1):uint())
  at = at and buffer(tvb, tree, at, bit.band(formats, 15), tvb(7, 1):uint())
  if not at then
    tree:add_proto_expert_info(cut_short)
  end
  local operation = tvb(32, 1):uint()
  return " " .. (COMMANDS[operation] or string.format("operation %02Xh", operation))
end

local function response(tvb, tree)
  tree:add(f.solicited, tvb(1, 1))
  tree:add(f.credits, tvb(4, 4))
  tree:add(f.tag, tvb(8, 8))
  tree:add(f.flags, tvb(18, 1))
  tree:add(f.status, tvb(19, 1))
  tree:add(f.out_residual, tvb(20, 4))
  tree:add(f.in_residual, tvb(24, 4))
  tree:add(f.sense_length, tvb(28, 4))
  tree:add(f.response_length, tvb(32, 4))
  local flags = tvb(18, 1):uint()
  local response_length = bit.band(flags, 1) ~= 0 and tvb(32, 4):uint() or 0
  local sense_length = bit.band(flags, 2) ~= 0 and tvb(28, 4):uint() or 0
  if tvb:len() < 36 + response_length + sense_length then
    tree:add_proto_expert_info(cut_short)
    return ""
  end
  if response_length >= 4 then
    tree:add(f.response, tvb(39, 1))
  end
  if sense_length > 0 then
    tree:add(f.sense, tvb(36 + response_length, sense_length))
  end
  local status = tvb(19, 1):uint()
  return " " .. (STATUSES[status] or string.format("status %02Xh", status))
end

local function login_request(tvb, tree)
  tree:add(f.tag, tvb(8, 8))
  tree:add(f.req_length, tvb(16, 4))
  tree:add(f.req_formats, tvb(24, 2))
  tree:add(f.channels, tvb(26, 1))
  tree:add(f.imm_offset, tvb(28, 2))
  tree:add(f.initiator, tvb(32, 16))
  tree:add(f.target, tvb(48, 16))
  return ""
end

-- What Linux sends by RDMA-CM, whose private data has no room for 64 bytes.
local function short_login_request(tvb, tree)
  tree:add(f.tag, tvb(0, 8))
  tree:add(f.req_formats, tvb(8, 2))
  tree:add(f.channels, tvb(10, 1))
  tree:add(f.req_length, tvb(12, 4))
  tree:add(f.initiator, tvb(16, 16))
  tree:add(f.target, tvb(32, 16))
  tree:add(f.imm_offset, tvb(48, 2))
end

local function login_response(tvb, tree)
  tree:add(f.credits, tvb(4, 4))
  tree:add(f.tag, tvb(8, 8))
  tree:add(f.to_target, tvb(16, 4))
  tree:add(f.to_initiator, tvb(20, 4))
  tree:add(f.req_formats, tvb(24, 2))
  return ""
end

local function login_reject(tvb, tree)
  tree:add(f.reason, tvb(4, 4))
  tree:add(f.tag, tvb(8, 8))
  tree:add(f.req_formats, tvb(24, 2))
  return " " .. (REASONS[tvb(4, 4):uint()] or "")
end

local function task_management(tvb, tree)
  tree:add(f.solicited, tvb(1, 1))
  tree:add(f.tag, tvb(8, 8))
  tree:add(f.lun, tvb(20, 8))
  tree:add(f.func, tvb(30, 1))
  tree:add(f.task_tag, tvb(32, 8))
  return " " .. (FUNCTIONS[tvb(30, 1):uint()] or "")
end

local function only_tag(tvb, tree)
  tree:add(f.tag, tvb(8, 8))
  return ""
end

local function target_logout(tvb, tree)
  tree:add(f.solicited, tvb(1, 1))
  tree:add(f.reason, tvb(4, 4))
  return only_tag(tvb, tree)
end

local function credit_request(tvb, tree)
  tree:add(f.solicited, tvb(1, 1))
  tree:add(f.credits, tvb(4, 4))
  return only_tag(tvb, tree)
end

local function asynchronous_event(tvb, tree)
  credit_request(tvb, tree)
  tree:add(f.lun, tvb(20, 8))
  tree:add(f.sense_length, tvb(28, 4))
  local length = tvb(28, 4):uint()
  if length > 0 and tvb:len() >= 36 + length then
    tree:add(f.sense, tvb(36, length))
  end
  return ""
end

local UNITS = {
  [0x00] = login_request,
  [0x01] = task_management,
  [0x02] = command,
  [0x03] = only_tag,
  [0x41] = only_tag,
  [0x42] = only_tag,
  [0x80] = target_logout,
  [0x81] = credit_request,
  [0x82] = asynchronous_event,
  [0xC0] = login_response,
  [0xC1] = response,
  [0xC2] = login_reject,
}

local function show(tvb, pinfo, root, text, dissect)
  pinfo.cols.protocol = "SRP"
  local tree = root:add(srp, tvb())
  tree:append_text(", " .. text)
  local more = dissect(tree)
  tree:append_text(more)
  pinfo.cols.info:append(" " .. text .. more)
end

function srp.dissector(tvb, pinfo, root)
  local opcode = tvb(0, 1):uint()
  show(tvb, pinfo, root, NAMES[opcode] or "unit", function(tree)
    tree:add(f.opcode, tvb(0, 1))
    return UNITS[opcode](tvb, tree)
  end)
  return tvb:len()
end

-- Whether the bytes can be a unit: a kind that there is, long enough, reserved bytes zero.
local function is_unit(tvb)
  if tvb:len() < 16 then
    return false
  end
  local opcode = tvb(0, 1):uint()
  local least = LEAST[opcode]
  if not least or tvb:len() < least or bit.band(tvb(1, 1):uint(), 0xFC) ~= 0 then
    return false
  end
  return tvb(2, 2):uint() == 0 or opcode == 0xC0
end

-- SEND First is here too, though its unit goes on in other packets: its head is what matters.
local SENDS = { [0x00] = true, [0x04] = true, [0x05] = true, [0x17] = true }

local function in_send(tvb, pinfo, root)
  local opcode = bth_opcode()
  if not opcode or not SENDS[opcode.value] or not is_unit(tvb) then
    return false
  end
  srp.dissector(tvb, pinfo, root)
  return true
end

-- The 56-byte form of SRP_LOGIN_REQ begins with the tag; a header of RDMA-CM may stand before it.
local function in_private_data(tvb, pinfo, root)
  local length = tvb:len()
  for _, skip in ipairs({ 0, 36 }) do
    if length >= skip + 56 and tvb(skip + 11, 1):uint() == 0 and tvb(skip + 12, 2):uint() == 0
      and tvb(skip + 50, 6):bytes() == ByteArray.new("000000000000")
      and bit.band(tvb(skip + 8, 2):uint(), 0xFFF0) == 0 and tvb(skip + 8, 2):uint() ~= 0
      and tvb(skip + 14, 2):uint() >= 64 then
      local unit = tvb(skip, 56):tvb()
      show(unit, pinfo, root, "SRP_LOGIN_REQ", function(tree)
        tree:add(f.opcode, unit(11, 1))
        short_login_request(unit, tree)
        return ""
      end)
      return true
    end
  end
  if not is_unit(tvb) then
    return false
  end
  local opcode = tvb(0, 1):uint()
  local is_request = opcode == 0x00 and tvb(16, 4):uint() >= 64
  if is_request or opcode == 0xC0 or opcode == 0xC2 then
    srp.dissector(tvb, pinfo, root)
    return true
  end
  return false
end

srp:register_heuristic("infiniband.payload", in_send)
srp:register_heuristic("infiniband.mad.cm.private", in_private_data)
