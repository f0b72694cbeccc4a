// Package profile reads what one model of chair is and can do from HCL text, and holds the models that ship.
//
// A profile is one chair block. Every block in it says where its figures come from: source names what was
// published or measured, assumption says why a figure was chosen because nothing was. A block without either is
// refused, so that no figure stands for itself. To add a model, put its file into models, named as the chair.
package profile
