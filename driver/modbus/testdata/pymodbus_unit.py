"""A Modbus unit by pymodbus, for tests: what goes over the wire is its work alone. It asks its parent for the unit's
registers and hands them back as testdata/libmodbus.c says.

  pymodbus_unit.py tcp PORT
  pymodbus_unit.py rtu DEVICE BAUD
"""
import os
import sys

from pymodbus.datastore import ModbusServerContext
from pymodbus.exceptions import NoSuchSlaveException
from pymodbus.interfaces import IModbusSlaveContext
from pymodbus.server import StartSerialServer, StartTcpServer
from pymodbus.transaction import ModbusRtuFramer

WORDS, COILS = 512, 64


def all_in(n):
    b = b""
    while len(b) < n:
        more = os.read(0, n - len(b))
        if not more:
            os._exit(0)
        b += more
    return b


class Unit(IModbusSlaveContext):
    def fetch(self, unit):
        os.write(1, bytes([ord("Q"), unit]))
        if all_in(1) != b"\x01":
            raise NoSuchSlaveException("it keeps silent")
        b = all_in(2 * WORDS + COILS)
        self.words = [b[2 * i] << 8 | b[2 * i + 1] for i in range(WORDS)]
        self.coils = [bool(c) for c in b[2 * WORDS :]]

    def table(self, code):
        return self.coils if code in (1, 2, 5, 15) else self.words

    def validate(self, code, address, count=1):
        return address + count <= len(self.table(code))

    def getValues(self, code, address, count=1):
        return self.table(code)[address : address + count]

    def setValues(self, code, address, values):
        self.table(code)[address : address + len(values)] = values
        b = bytearray(b"W")
        for w in self.words:
            b += bytes([w >> 8, w & 255])
        b += bytes(1 if c else 0 for c in self.coils)
        os.write(1, bytes(b))
        all_in(1)

    def reset(self):
        pass


class Server(ModbusServerContext):
    def __getitem__(self, unit):
        one = super().__getitem__(unit)
        one.fetch(unit)
        os.write(1, b"D")  # what is written is handed back before it is answered
        return one


context = Server(slaves=Unit(), single=True)
os.write(1, b"\0\0")
if sys.argv[1] == "rtu":  # without parity: pyserial asks a pseudo terminal for one in a way that Linux refuses
    StartSerialServer(context=context, framer=ModbusRtuFramer, port=sys.argv[2], baudrate=int(sys.argv[3]), parity="N", ignore_missing_slaves=True)
else:
    StartTcpServer(context=context, address=("127.0.0.1", int(sys.argv[2])), ignore_missing_slaves=True)
