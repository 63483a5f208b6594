import { mqttOperations } from './mqttjs.mjs';
import { sdkOperations } from './sdk.mjs';

// The packages by name: their operations, and for a page the bundle that each ships and the variable that it sets.
export const clients = {
    'alibabacloud-iot-device-sdk': {
        operations: sdkOperations, bundle: 'dist/alibabacloud-iot-device-sdk.js', global: 'iot',
    },
    'aliyun-iot-device-sdk': {
        operations: sdkOperations, bundle: 'dist/aliyun-iot-device-sdk.min.js', global: 'aliyunIot',
    },
    mqtt: { operations: mqttOperations, bundle: 'dist/mqtt.min.js', global: 'mqtt' },
};
