// The broker aedes behind a WebSocket on loopback.
//     node aedes.mjs <port> <journal> [<certificate> <key>]
// Each message is in the journal before it is acknowledged, a line of topic, QoS and payload in hexadecimal digits, so
// that what aedes had taken can be told after a kill. SIGTERM closes the connections first.
import { openSync, readFileSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { Aedes } from 'aedes'
import { createWebSocketStream, WebSocketServer } from 'ws'

const [port, journal, certificate, key] = process.argv.slice(2)
const file = openSync(journal, 'a')
const broker = await Aedes.createBroker({
  authorizePublish (client, packet, done) {
    writeSync(file, `${packet.topic} ${packet.qos} ${packet.payload.toString('hex')}\n`)
    done(null)
  }
})
const server = certificate
  ? createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) })
  : createServer()
new WebSocketServer({ server, handleProtocols: offered => offered.has('mqtt') && 'mqtt' })
  .on('connection', (socket, request) => broker.handle(createWebSocketStream(socket), request))
process.on('SIGTERM', () => broker.close(() => process.exit()))
server.listen(Number(port), '127.0.0.1')
