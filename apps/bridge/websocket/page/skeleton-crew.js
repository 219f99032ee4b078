// Poses from Skeleton Crew, for a page that draws: docs/websocket.md describes them.
//
//   const crew = new SkeletonCrew();
//   crew.poses    those who are there now: [{id, score, keypoints: {nose: {x, y, score}, …}}, …]
//   crew.frame    the newest message, or null
//   crew.connected
//
// Nothing has to be asked for: look at `poses` whenever something is drawn.

const OUR_ADDRESS = (() => {
  const script = document.currentScript && document.currentScript.src;
  return script && script.startsWith("http") ? script.replace(/^http/, "ws") : "ws://127.0.0.1:8765";
})();

class SkeletonCrew {
  // Which keypoints are joined when a skeleton is drawn.
  static limbs = [
    ["nose", "left_eye"], ["nose", "right_eye"],
    ["left_eye", "left_ear"], ["right_eye", "right_ear"],
    ["left_ear", "left_shoulder"], ["right_ear", "right_shoulder"],
    ["left_shoulder", "right_shoulder"],
    ["left_shoulder", "left_elbow"], ["right_shoulder", "right_elbow"],
    ["left_elbow", "left_wrist"], ["right_elbow", "right_wrist"],
    ["left_shoulder", "left_hip"], ["right_shoulder", "right_hip"], ["left_hip", "right_hip"],
    ["left_hip", "left_knee"], ["right_hip", "right_knee"],
    ["left_knee", "left_ankle"], ["right_knee", "right_ankle"],
  ];

  // `address` is where the bridge is: by default, where this file came from.
  constructor(address = OUR_ADDRESS) {
    this.address = address;
    this.connected = false;
    this.forget();
    this.connect();
  }

  // The two ends of each limb of a pose that was found.
  static lines(pose) {
    return SkeletonCrew.limbs
      .map(([from, to]) => [pose.keypoints[from], pose.keypoints[to]])
      .filter(([from, to]) => from && to);
  }

  connect() {
    const socket = new WebSocket(this.address);
    socket.onopen = () => { this.connected = true; };
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onclose = () => {
      this.connected = false;
      this.forget();
      setTimeout(() => this.connect(), 1000);
    };
  }

  take(message) {
    if (message.version !== 1) {
      throw new Error(`Skeleton Crew tells messages of version ${message.version}, not 1`);
    }
    this.frame = message;
    this.poses = message.poses;
    // Who is not told of any more may have left.
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.forget(), 2000);
  }

  forget() {
    this.frame = null;
    this.poses = [];
  }
}
