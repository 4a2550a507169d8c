"""GStreamer's RTSP server, for tests: prints its port, serves until its standard input ends.

Arguments: pipeline, "any" | "tcp" | "udp", "none" | "basic" | "digest" (user "admin", password
"open sesame"), seconds of a session's timeout.
"""
import sys
import threading

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

Gst.init(None)
pipeline, transport, scheme, timeout = sys.argv[1:5]
loop = GLib.MainLoop()
server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service('0')
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(pipeline)
factory.set_shared(True)
if transport == 'tcp':
    factory.set_protocols(GstRtsp.RTSPLowerTrans.TCP)
if transport == 'udp':
    factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
if scheme != 'none':
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', 'viewer')
    if scheme == 'basic':
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic('admin', 'open sesame'), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest('admin', 'open sesame', token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role('viewer', 'media.factory.access', True)
    permissions.add_permission_for_role('viewer', 'media.factory.construct', True)
    factory.set_permissions(permissions)
server.get_mount_points().add_factory('/cam', factory)
pool = server.get_session_pool()


def clean():
    pool.cleanup()
    return True


def client(_server, connected):
    def new_session(_client, session):
        session.set_timeout(int(timeout))

    connected.connect('new-session', new_session)


server.connect('client-connected', client)
GLib.timeout_add_seconds(1, clean)
server.attach(None)
print(server.get_bound_port(), flush=True)


def wait():
    sys.stdin.read()
    GLib.idle_add(loop.quit)


threading.Thread(target=wait, daemon=True).start()
loop.run()
