// Wrists paint with light, and everybody has a colour of their own.

const crew = new SkeletonCrew();

function setup() {
  createCanvas(windowWidth, windowHeight);
  colorMode(HSB, 360, 100, 100, 1);
  background(215, 34, 14);
}

function draw() {
  // What was painted fades.
  noStroke();
  fill(215, 34, 14, 0.1);
  rect(0, 0, width, height);
  for (const pose of crew.poses) {
    drawSkeleton(pose);
    paint(pose.keypoints.left_wrist, pose);
    paint(pose.keypoints.right_wrist, pose);
  }
}

function drawSkeleton(pose) {
  stroke(colourOf(pose, 0.25));
  strokeWeight(height / 150);
  for (const [from, to] of SkeletonCrew.lines(pose)) {
    line(across(from), down(from), across(to), down(to));
  }
}

function paint(wrist, pose) {
  if (!wrist) return; // it was not found
  noStroke();
  fill(colourOf(pose, 1));
  circle(across(wrist), down(wrist), height / 25);
}

// An id is a random number and stays with a person.
function colourOf(pose, alpha) {
  return color((pose.id * 47) % 360, 70, 95, alpha);
}

// As in a mirror: without `1 -` it is as the camera sees it.
function across(point) {
  return width * (1 - point.x);
}

function down(point) {
  return height * point.y;
}

function windowResized() {
  resizeCanvas(windowWidth, windowHeight);
}
