"""warm.py PORT IN.docx OUT.pdf N: N conversions by a LibreOffice that listens on 127.0.0.1; prints the milliseconds of
each, and ends the LibreOffice. The listener: soffice --headless --accept='socket,host=127.0.0.1,port=PORT;urp;'"""
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def value(name, v):
    p = PropertyValue()
    p.Name, p.Value = name, v
    return p


def connect(port):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.05)
    sys.exit("LibreOffice does not listen")


port, source, target, times = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
context = connect(port)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
try:
    for _ in range(times):
        begin = time.perf_counter()
        document = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (value("Hidden", True), value("ReadOnly", True)))
        document.storeToURL("file://" + target, (value("FilterName", "writer_pdf_Export"),))
        document.close(True)
        print((time.perf_counter() - begin) * 1000, flush=True)
finally:
    try:
        desktop.terminate()
    except Exception:  # the connection ends with it
        pass
