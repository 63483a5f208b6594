namespace AliyunIotWs.Session.Links;

/// <summary>Opens links; the seam between the engine and the library that speaks MQTT.</summary>
internal interface IMqttLinkFactory
{
    /// <summary>Opens the WebSocket, sends CONNECT and waits for an accepting CONNACK.</summary>
    /// <exception cref="Errors.IotException">No connection came about; the id tells at which stage.</exception>
    Task<IMqttLink> OpenAsync(ConnectionSettings settings, IProgress<string>? stages, CancellationToken cancellation);
}
